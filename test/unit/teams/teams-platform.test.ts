import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createTeamsPlatform } from '../../../adapters/teams/create-teams-platform.ts';
import type { ChatPlatform, Receive } from '../../../src/chat/chat-platform.ts';
import type { Answer } from '../../../src/chat/inbound-event.ts';
import { visibleText } from '../../../src/chat/rich-text.ts';
import { depsInMemory } from '../../support/teams-stand-in/keep-in-memory.ts';
import { servePlatform } from '../../support/teams-stand-in/serve-platform.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../support/teams-stand-in/start-teams-stand-in.ts';
import { waitFor } from '../../support/wait-for.ts';

const CHANNEL = '19:support@thread.tacv2';
const ADA = { id: '29:ada', name: 'Ada Obi' };
const FORM = {
  action: 'open-ticket',
  context: '{}',
  title: 'Open a ticket',
  submit: 'Open',
  inputs: [{ kind: 'text', name: 'subject', label: 'Subject', isLong: false, maxLength: 150 }],
} as const;
const OPEN: Answer = { kind: 'open-form', form: FORM };

interface Button {
  readonly data: object;
}
interface Card {
  readonly body: readonly object[];
  readonly actions: readonly [Button];
}
interface Dialog {
  readonly task: { readonly value: { readonly card: { readonly content: Card } } };
}

describe('dialogs of Teams', () => {
  const receive = jest.fn<Receive>();
  let teams: TeamsStandIn;
  let server: Server;
  let platform: ChatPlatform;

  beforeAll(async () => {
    teams = await startTeamsStandIn();
    platform = createTeamsPlatform({ app: teams.app, cloud: teams.cloud }, depsInMemory());
    server = await servePlatform(teams, platform);
    teams.world.channels.add(CHANNEL);
    await platform.start((event) => receive(event));
  });
  afterAll(async () => {
    await platform.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await teams.stop();
  });

  const conversation = { id: CHANNEL, conversationType: 'channel' };
  const invoke = async (name: string, data: object) => {
    const id = `f:${teams.world.nextTime()}`;
    const activity = { type: 'invoke', name, id, from: ADA, conversation, replyToId: '1', value: { data } };
    const { status, text } = await teams.tell(teams.activity(activity));
    return { status, body: JSON.parse(text) as Dialog };
  };
  const cardOf = ({ task }: Dialog) => task.value.card.content;

  test('an order in words gets a button, the button a form, and the form its answer', async () => {
    receive.mockResolvedValue(OPEN);
    const text = '<at>Switchboard</at> ticket the payout is late';
    const entities = [{ type: 'mention', text: '<at>Switchboard</at>', mentioned: teams.bot }];
    const root = teams.world.add(CHANNEL, ADA.id, { text });
    await teams.tell(teams.activity({ type: 'message', id: root.id, from: ADA, conversation, text, entities }));
    const post = await waitFor(() => teams.world.in(CHANNEL, root.id)[0]);
    const [attachment] = post.activity['attachments'] as readonly { readonly content: Card }[];

    const opened = await invoke('task/fetch', attachment!.content.actions[0].data);
    const order = receive.mock.lastCall![0];
    expect(order).toMatchObject({ kind: 'command-given', name: 'ticket', userId: ADA.id });
    expect(order.kind === 'command-given' && visibleText(order.text)).toBe('the payout is late');
    expect(opened.status).toBe(200);

    receive.mockResolvedValue({ kind: 'nothing' });
    const filledIn = { ...cardOf(opened.body).actions[0].data, subject: 'Payout' };
    expect(await invoke('task/submit', filledIn)).toEqual({ status: 200, body: {} });
    expect(receive.mock.lastCall![0]).toMatchObject({ kind: 'form-submitted', values: { subject: 'Payout' } });
  });

  test('nothing that was written is lost when we cannot take it now', async () => {
    receive.mockResolvedValue(OPEN);
    const opened = await invoke('task/fetch', { switchboardOpening: { action: 'note:1' } });
    receive.mockRejectedValue(new Error('The database is away.'));
    const sorry = await invoke('task/submit', { ...cardOf(opened.body).actions[0].data, subject: 'Payout' });
    expect(sorry.status).toBe(200);
    expect(cardOf(sorry.body).body).toMatchObject([
      { inlines: [{ text: expect.stringContaining('please try again') }] },
      { id: 'subject', value: 'Payout' },
    ]);
    const notOpened = await invoke('task/fetch', { switchboardOpening: { action: 'note:1' } });
    expect(notOpened).toMatchObject({ status: 200, body: { task: { type: 'message' } } });
  });
});
