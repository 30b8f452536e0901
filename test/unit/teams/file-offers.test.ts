import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { activitySchema } from '../../../adapters/teams/activity.ts';
import { createFileOffers, type FileOffers } from '../../../adapters/teams/file-offers.ts';
import { createSeal } from '../../../adapters/teams/seal.ts';
import { createAppToken } from '../../../adapters/teams/app-token.ts';
import { createTeamsCall } from '../../../adapters/teams/teams-calls.ts';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import type { PostedFile } from '../../../src/chat/file.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import type { OfferedFile } from '../../../src/chat/offered-files.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';
import { keepInMemory } from '../../support/teams-stand-in/keep-in-memory.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../support/teams-stand-in/start-teams-stand-in.ts';
import type { StandingMessage } from '../../support/teams-stand-in/world.ts';
import { waitFor } from '../../support/wait-for.ts';

const MIA = { id: '29:mia', name: 'Mia Lund' };
const BYTES = 'hello';
const FILE: PostedFile = { id: 7, name: 'log.txt', type: 'text/plain', bytes: BYTES.length };
const WORDS = 'log.txt (5 bytes), for a week at https://desk.example.com/files/m7';

interface Card {
  readonly contentType: string;
  readonly name: string;
  readonly contentUrl?: string;
  readonly content: { readonly description: string; readonly sizeInBytes: number; readonly acceptContext: object };
}

describe('a file for the chat of one person with our bot', () => {
  let teams: TeamsStandIn;
  let offers: FileOffers;
  let chat: Address;
  /** What the core knows, by the post's key. */
  let standing: Map<string, MessageRef>;
  let opened = 0;
  let uploads = 0;
  let key: string;

  beforeAll(async () => {
    teams = await startTeamsStandIn();
  });
  afterAll(() => teams.stop());

  beforeEach(async () => {
    const config = { app: teams.app, cloud: teams.cloud };
    const workspaceId = teams.app.tenantId;
    const references = keepInMemory();
    uploads += 1;
    key = `message-copy:${uploads}`;
    chat = { platform: 'teams', workspaceId, channelId: teams.world.directOf(`${MIA.id}${uploads}`), threadId: 'chat' };
    const heard = { placeId: chat.channelId, conversationId: chat.channelId, serviceUrl: teams.serviceUrl };
    await references.keep({ platform: 'teams', workspaceId, ...heard });
    standing = new Map();
    opened = 0;
    teams.world.uploads.clear();
    offers = createFileOffers({
      config,
      references,
      call: createTeamsCall(config, createAppToken(config, 'connector', systemClock)),
      seal: createSeal('hush', 'files'),
      offeredFiles: {
        find: (deliveryKey, { channelId }) => {
          const post = standing.get(deliveryKey);
          return Promise.resolve(post?.channelId === channelId ? anOffer(post) : null);
        },
      },
      log: createLog('silent'),
    });
  });

  const anOffer = (post: MessageRef): OfferedFile => ({
    post,
    open: () => {
      opened += 1;
      return Promise.resolve({
        ...FILE,
        type: 'text/plain',
        bytes: BYTES.length,
        stream: Readable.from([Buffer.from(BYTES)]),
      });
    },
  });
  const words = (offer: PostedFile = FILE): OutgoingMessage => ({
    content: { kind: 'text', text: plain(WORDS), offer },
    author: { name: 'Ada Obi' },
  });
  const posts = (): readonly StandingMessage[] => teams.world.in(chat.channelId, undefined);
  const cardsOf = ({ activity }: StandingMessage): readonly Card[] => (activity['attachments'] ?? []) as Card[];
  const shown = ({ activity }: StandingMessage): string => JSON.stringify(activity['text'] ?? '');
  const offer = async (): Promise<Card> => {
    standing.set(key, await offers.post(chat, words(), key));
    return cardsOf(posts()[0]!)[0]!;
  };
  const answer = (
    action: 'accept' | 'decline',
    context: object,
    more: object = {},
    uploadUrl = teams.uploadUrl(key),
  ) => {
    const uploadInfo = {
      contentUrl: teams.uploadUrl('log.txt'),
      name: 'log.txt',
      uploadUrl,
      uniqueId: 'A-1',
      fileType: 'txt',
    };
    const activity = teams.activity({
      type: 'invoke',
      name: 'fileConsent/invoke',
      id: `f:${teams.world.nextTime()}`,
      from: MIA,
      conversation: { id: chat.channelId, conversationType: 'personal' },
      value: { type: 'fileUpload', action, context, ...(action === 'accept' && { uploadInfo }) },
      ...more,
    });
    offers.take(activitySchema.parse(activity));
  };

  test('comes as its words, with the question whether they want it', async () => {
    const card = await offer();
    expect(shown(posts()[0]!)).toContain('for a week at');
    expect(card).toMatchObject({ contentType: 'application/vnd.microsoft.teams.card.file.consent', name: 'log.txt' });
    expect(card.content).toMatchObject({ sizeInBytes: 5 });
    expect(card.content.description).toContain('Ada Obi');
    expect(JSON.stringify(card)).not.toContain('/files/');
  });

  test('is put where they want it once they allow it, however often Teams says so', async () => {
    const { content } = await offer();
    for (let times = 0; times < 2; times += 1) answer('accept', content.acceptContext);
    await waitFor(() => cardsOf(posts()[0]!).length === 0);
    answer('accept', content.acceptContext);
    await offers.stop();
    expect([...teams.world.uploads.values()]).toEqual([{ range: 'bytes 0-4/5', bytes: BYTES }]);
    expect(opened).toBe(1);
    const [first, info, ...more] = posts();
    expect(shown(first!)).toContain('for a week at');
    expect(cardsOf(info!)).toEqual([
      {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name: 'log.txt',
        contentUrl: teams.uploadUrl('log.txt'),
        content: { uniqueId: 'A-1', fileType: 'txt' },
      },
    ]);
    expect(more).toEqual([]);
  });

  test('leaves its words alone when they decline', async () => {
    const { content } = await offer();
    answer('decline', content.acceptContext);
    await waitFor(() => cardsOf(posts()[0]!).length === 0);
    expect(shown(posts()[0]!)).toContain('for a week at');
    expect(opened).toBe(0);
  });

  test('that was taken back meanwhile is given to nobody, and they are told', async () => {
    const { content } = await offer();
    standing.clear();
    answer('accept', content.acceptContext);
    await waitFor(() => posts().some((post) => shown(post).includes('taken back')));
    expect(opened).toBe(0);
  });

  test('that could not be put there is said to be so, and may be asked for again', async () => {
    const { content } = await offer();
    teams.fault('upload', { status: 500 });
    answer('accept', content.acceptContext);
    await waitFor(() => posts().some((post) => shown(post).includes('could not be put')));
    expect(cardsOf(posts()[0]!)).toHaveLength(1);
    await waitFor(() => {
      answer('accept', content.acceptContext);
      return cardsOf(posts()[0]!).length === 0;
    });
    expect(teams.world.uploads.size).toBe(1);
  });

  test.each(['https://evil.example/put', 'http://contoso.sharepoint.com/put', 'http://127.0.0.1:1/put'])(
    'goes to no host but Microsoft’s: %s',
    async (uploadUrl) => {
      const { content } = await offer();
      answer('accept', content.acceptContext, {}, uploadUrl);
      await waitFor(() => posts().some((post) => shown(post).includes('could not be put')));
      expect(opened).toBe(0);
    },
  );

  test('is given for the offer alone that we made, and where we made it', async () => {
    const { content } = await offer();
    const forged = createSeal('guess', 'files').close(JSON.stringify({ id: '1', key, words: {} }));
    const ofForm = createSeal('hush').close(JSON.stringify({ id: '1', key, words: {} }));
    for (const offered of [forged, ofForm, key]) answer('accept', { offer: offered });
    answer('accept', content.acceptContext, {
      conversation: { id: '19:all@thread.v2', conversationType: 'groupChat' },
    });
    await offers.stop();
    expect(opened).toBe(0);
    expect(posts()).toHaveLength(1);
  });

  test('comes as its words alone where Teams takes no question, or nobody knows how large it is', async () => {
    teams.fault('send', { status: 400 });
    await offer();
    expect(posts().map(cardsOf)).toEqual([[]]);
    for (const bytes of [null, 0, 60 * 1024 * 1024]) await offers.post(chat, words({ ...FILE, bytes }), key);
    expect(posts().map(cardsOf)).toEqual([[], [], [], []]);
  });

  test('comes as its words alone where several people talk', async () => {
    teams.world.channels.add('19:all@thread.v2');
    await offers.post({ ...chat, channelId: '19:all@thread.v2' }, words(), key);
    expect(teams.world.in('19:all@thread.v2', undefined).map(cardsOf)).toEqual([[]]);
  });
});
