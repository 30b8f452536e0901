import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { activitySchema } from '../../../../adapters/teams/activity.ts';
import { createAppToken } from '../../../../adapters/teams/calls/app-token.ts';
import { createReplies } from '../../../../adapters/teams/calls/replies.ts';
import { createTeamsCall } from '../../../../adapters/teams/calls/teams-calls.ts';
import { createFileOffers, type FileOffers } from '../../../../adapters/teams/files/file-offers.ts';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';
import type { Address } from '../../../../src/chat/address.ts';
import type { PostedFile } from '../../../../src/chat/file.ts';
import type { OutgoingMessage } from '../../../../src/chat/message.ts';
import type { AcceptedFile, AskedAt } from '../../../../src/chat/offered-files.ts';
import { plain } from '../../../../src/chat/rich-text.ts';
import { systemClock } from '../../../../src/clock.ts';
import type { Log } from '../../../../src/log.ts';
import { keepInMemory } from '../../../support/teams-stand-in/keep-in-memory.ts';
import { shownText } from '../../../support/teams-stand-in/shown-text.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../../support/teams-stand-in/start-teams-stand-in.ts';
import { waitFor } from '../../../support/wait-for.ts';

const MIA = { id: '29:mia', name: 'Mia Lund' };
const GROUP = '19:all@thread.v2';
const KEY = 'message:3:5:file:7';
const BYTES = 'hello';
const FILE: PostedFile = { id: 7, name: 'log.txt', type: 'text/plain', bytes: BYTES.length };
const WORDS = 'log.txt (5 bytes), for a week at https://desk.example.com/files/m7';
const FAILED = 'log.txt could not be put into your OneDrive. Press Allow again, or use the link that stands with it.';

interface Card {
  readonly contentType: string;
  readonly name: string;
  readonly content: { readonly description: string; readonly sizeInBytes: number; readonly acceptContext: object };
}

describe('a file for the chat of one person with our bot', () => {
  let teams: TeamsStandIn;
  let offers: FileOffers;
  let chat: Address;
  let chats = 0;
  let outcome: AcceptedFile | 'too late' | null;
  let bytes: Readable;
  /** What the core was told, in order. */
  let told: string[];
  let answers: { readonly key: string; readonly at: AskedAt; readonly answer: string }[];
  let logged: unknown[];

  beforeAll(async () => {
    teams = await startTeamsStandIn();
    teams.world.channels.add(GROUP);
  });
  afterAll(() => teams.stop());

  beforeEach(async () => {
    const config = { app: teams.app, cloud: teams.cloud };
    const workspaceId = teams.app.tenantId;
    const references = keepInMemory();
    chats += 1;
    chat = { platform: 'teams', workspaceId, channelId: teams.world.directOf(`${MIA.id}${chats}`), threadId: 'chat' };
    const heard = { placeId: chat.channelId, conversationId: chat.channelId, serviceUrl: teams.serviceUrl };
    await references.keep({ platform: 'teams', workspaceId, ...heard });
    [told, answers, logged] = [[], [], []];
    bytes = Readable.from([Buffer.from(BYTES)]);
    outcome = {
      open() {
        told.push('opened');
        return Promise.resolve({ name: FILE.name, type: 'text/plain', bytes: BYTES.length, stream: bytes });
      },
      handedOver: () => Promise.resolve(void told.push(`handed over before post ${posts().length + 1}`)),
      giveBack: () => Promise.resolve(void told.push('given back')),
    };
    teams.world.uploads.clear();
    offers = createFileOffers({
      config,
      references,
      call: createTeamsCall(config, createAppToken(config, 'connector', systemClock)),
      seal: createSeal('hush', 'files'),
      offeredFiles: {
        accept(key, at, answer) {
          answers.push({ key, at, answer });
          return Promise.resolve(outcome);
        },
        decline: (key) => Promise.resolve(void told.push(`declined ${key}`)),
      },
      say: createReplies([]).say,
      log: { warn: (...entry: unknown[]) => void logged.push(entry), info: () => undefined } as unknown as Log,
    });
  });

  const words = (offer: Partial<PostedFile> = {}): OutgoingMessage => ({
    content: { kind: 'text', text: plain(WORDS), offer: { ...FILE, ...offer } },
    author: { name: 'Ada [Obi](https://evil.example)' },
  });
  const posts = (at = chat.channelId) => teams.world.in(at, undefined);
  const cardsIn = (at?: string): readonly (readonly Card[])[] =>
    posts(at).map(({ activity }) => (activity['attachments'] ?? []) as Card[]);
  const shown = () => posts().map(({ activity }) => shownText(activity));
  const ask = async (offer?: Partial<PostedFile>): Promise<Card> => {
    await offers.post(chat, words(offer), KEY);
    return cardsIn().at(-1)![0]!;
  };
  const answer = (action: 'accept' | 'decline', context: object, wanted: object = {}, more: object = {}) => {
    const uploadInfo = {
      contentUrl: teams.uploadUrl('log.txt'),
      name: 'log.txt',
      uploadUrl: teams.uploadUrl('session-1?tempauth=secret'),
      uniqueId: 'A-1',
      fileType: 'txt',
      ...wanted,
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
    return offers.take(activitySchema.parse(activity));
  };

  test('comes as its words, with the question whether they want it', async () => {
    const card = await ask();
    expect(shown()).toEqual([expect.stringContaining(WORDS)]);
    expect(card).toMatchObject({ contentType: 'application/vnd.microsoft.teams.card.file.consent', name: 'log.txt' });
    expect(card.content.sizeInBytes).toBe(5);
    // Neither the words nor the link go to Teams and back, nor does anybody's name stand where it might be markup.
    expect(JSON.stringify(card)).not.toMatch(/desk\.example|evil/);
    expect(JSON.stringify(card).length).toBeLessThan(1_000);
  });

  test.each([
    ['re\u202Etxt.exe', 'retxt.exe'],
    ['a/b\\c:d*"e".txt', 'a_b_c_d__e_.txt'],
    [' ~notes. ', 'notes'],
    ['\u200B..', 'file'],
    ['Zahlung für März 💶.pdf', 'Zahlung für März 💶.pdf'],
  ])('has a name that OneDrive takes and nobody misreads: %j', async (name, shownName) => {
    expect((await ask({ name })).name).toBe(shownName);
  });

  test('is put where they want it once they allow it', async () => {
    const { content } = await ask();
    await answer('accept', content.acceptContext);
    await waitFor(() => posts().length === 2);
    expect(answers).toMatchObject([{ key: KEY, at: { channelId: chat.channelId, workspaceId: chat.workspaceId } }]);
    expect([...teams.world.uploads.values()]).toEqual([{ range: 'bytes 0-4/5', bytes: Buffer.from(BYTES) }]);
    expect(told).toEqual(['opened', 'handed over before post 2']);
    expect(cardsIn()[1]).toEqual([
      {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name: 'log.txt',
        contentUrl: teams.uploadUrl('log.txt'),
        content: { uniqueId: 'A-1', fileType: 'txt' },
      },
    ]);
    expect(logged).toEqual([]);
  });

  test('is asked of the core by what tells one answer from another, however often and by whichever id Teams tells it', async () => {
    const { content } = await ask();
    outcome = null;
    for (const uploadUrl of ['1', '1', '2'].map((session) => teams.uploadUrl(session))) {
      await answer('accept', content.acceptContext, { uploadUrl });
    }
    const [first, again, other] = answers.map((one) => one.answer);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    await offers.stop();
    expect(shown()).toHaveLength(1);
    expect(teams.world.uploads.size).toBe(0);
  });

  test('is not read when they decline', async () => {
    const { content } = await ask();
    await answer('decline', content.acceptContext);
    expect(told).toEqual([`declined ${KEY}`]);
    expect(answers).toEqual([]);
  });

  test('that was offered too long ago is not given, and they are told', async () => {
    const { content } = await ask();
    outcome = 'too late';
    await answer('accept', content.acceptContext);
    await waitFor(() => shown()[1]?.startsWith('This file was offered for a week, which is over'));
    expect(teams.world.uploads.size).toBe(0);
  });

  test.each([
    ['an error', { status: 500 }],
    ['a way to somewhere else', { status: 302, headers: { location: 'https://evil.example/' } }],
    ['nothing', { cut: 'not done' }],
  ] as const)(
    'that could not be put there is said to be so, and given back: OneDrive answers with %s',
    async (_, fault) => {
      const { content } = await ask();
      teams.fault('upload', fault);
      await answer('accept', content.acceptContext);
      await waitFor(() => shown()[1] === FAILED, { explain: () => JSON.stringify(shown()) });
      await offers.stop();
      expect(told).toEqual(['opened', 'given back']);
      expect(logged).toHaveLength(1);
      // The address alone opens its place.
      expect(JSON.stringify(logged)).not.toMatch(/secret|onedrive\//);
    },
  );

  test('larger than one request takes is not sent, whatever its post said', async () => {
    const { content } = await ask();
    const given = outcome as AcceptedFile;
    outcome = { ...given, open: async () => ({ ...(await given.open()), bytes: 60 * 1024 * 1024 }) };
    await answer('accept', content.acceptContext);
    await waitFor(() => shown()[1] === FAILED);
    expect(teams.world.uploads.size).toBe(0);
    expect(bytes.destroyed).toBe(true);
  });

  test.each(['https://evil.example/put', 'http://contoso.sharepoint.com/put', 'http://127.0.0.1:1/put'])(
    'goes to no host but Microsoft’s, and leads to none: %s',
    async (elsewhere) => {
      const { content } = await ask();
      await answer('accept', content.acceptContext, { uploadUrl: elsewhere });
      await waitFor(() => shown().length === 2);
      await answer('accept', content.acceptContext, { contentUrl: elsewhere });
      await waitFor(() => shown().length === 3);
      expect(shown().slice(1)).toEqual([FAILED, FAILED]);
      expect(told).toEqual(['given back', 'given back']);
    },
  );

  test('is given back when this process stops, without a word', async () => {
    bytes = new Readable({ read: () => undefined });
    const { content } = await ask();
    await answer('accept', content.acceptContext);
    await waitFor(() => told.includes('opened'));
    await offers.stop();
    expect(told).toEqual(['opened', 'given back']);
    expect(shown()).toHaveLength(1);
    expect(bytes.destroyed).toBe(true);
  });

  test('is asked for by what we closed ourselves for that, in the chat of one person', async () => {
    const { content } = await ask();
    const forged = createSeal('guess', 'files').close(KEY);
    const ofForm = createSeal('hush').close(KEY);
    for (const action of ['accept', 'decline'] as const) {
      for (const context of [{}, ...[forged, ofForm, KEY].map((offer) => ({ offer }))]) await answer(action, context);
      await answer(action, content.acceptContext, {}, { conversation: { id: GROUP, conversationType: 'groupChat' } });
    }
    expect([answers, told]).toEqual([[], []]);
  });

  test.each([400, 403])('comes as its words alone where Teams takes no question (%d)', async (status) => {
    teams.fault('send', { status });
    await ask();
    expect(cardsIn()).toEqual([[]]);
    expect(shown()).toEqual([expect.stringContaining(WORDS)]);
  });

  test('is not posted again by us when nobody knows whether it stands there', async () => {
    teams.fault('send', { cut: 'done' });
    await expect(offers.post(chat, words(), KEY)).rejects.toMatchObject({ kind: 'ambiguous' });
    expect(posts()).toHaveLength(1);
  });

  test('comes as its words alone where nobody knows how large it is, or it is too large for one request', async () => {
    for (const size of [null, 0, 60 * 1024 * 1024]) await ask({ bytes: size });
    expect(cardsIn()).toEqual([[], [], []]);
  });

  test('comes as its words alone where several people talk', async () => {
    await offers.post({ ...chat, channelId: GROUP }, words(), KEY);
    expect(cardsIn(GROUP)).toEqual([[]]);
  });
});
