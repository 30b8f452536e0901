import { beforeEach, expect, test } from '@jest/globals';
import { createWebPlatform } from '../../../adapters/web/create-web-platform.ts';
import { webAddress } from '../../../adapters/web/web-address.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { History } from '../../../src/chat/history.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { WEB_WORKSPACE } from '../../../src/chat/web-workspace.ts';
import { createLog } from '../../../src/log.ts';

const WORDS = 'a private matter';
const message: OutgoingMessage = { content: { kind: 'text', text: plain(WORDS) } };
const here = webAddress('here');
const ref = { ...here, messageId: 'post-1' };

/** As a database's driver complains: with the statement and what was to be written. */
class QueryFailed extends Error {
  readonly parameters = [WORDS];
}
const fail = () => Promise.reject(new QueryFailed('The connection was lost.'));

let changes: number;
let offline: Set<string>;

const history: History = {
  post: ({ to }) => Promise.resolve({ ...to, messageId: 'post-1' }),
  edit: () => Promise.resolve(true),
  remove: () => Promise.resolve(true),
  react: () => Promise.resolve(true),
  find: () => Promise.resolve(null),
  findDelivered: () => Promise.resolve(null),
  readSince: () => Promise.resolve([]),
  readVersions: () => Promise.resolve(new Map()),
};
const platformOn = (kept: History): ChatPlatform =>
  createWebPlatform(
    {
      log: createLog('silent'),
      history: kept,
      findPerson: () => Promise.resolve(null),
      troubleIn: (channelId) =>
        offline.has(channelId) ? new PlatformError('transient', 'The channel is out of reach.') : null,
      changed: () => void (changes += 1),
    },
    [],
  );
const errorOf = (call: Promise<unknown>): Promise<PlatformError> =>
  call.then(
    () => Promise.reject(new Error('It was done.')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PlatformError);
      return error as PlatformError;
    },
  );

beforeEach(() => {
  changes = 0;
  offline = new Set();
});

test('whoever watches is told of a post and of an edit', async () => {
  const platform = platformOn(history);
  await platform.post(here, message, 'key');
  await platform.edit(ref, message);
  expect(changes).toBe(2);
});

test('a database that fails tells nothing of what was posted, and nobody that something has changed', async () => {
  const platform = platformOn({ ...history, post: fail, edit: fail });
  const errors = [await errorOf(platform.post(here, message, 'key')), await errorOf(platform.edit(ref, message))];
  expect(errors.map(({ kind }) => kind)).toEqual(['ambiguous', 'transient']);
  for (const { message: said, stack, cause } of errors) {
    expect(JSON.stringify([said, stack, cause])).not.toContain(WORDS);
  }
  expect(changes).toBe(0);
});

test('what is out of reach is certainly not done; other channels go on', async () => {
  offline.add('here');
  let asked = 0;
  const count = <T>(answer: T) => {
    asked += 1;
    return Promise.resolve(answer);
  };
  const platform = platformOn({ ...history, post: () => count(ref), edit: () => count(true), find: () => count(null) });
  for (const call of [
    platform.post(here, message, 'key'),
    platform.edit(ref, message),
    platform.findDelivered(here, 'key', new Date()),
    platform.findMessage(ref),
  ]) {
    expect((await errorOf(call)).kind).toBe('transient');
  }
  expect(asked).toBe(0);
  await platform.post(webAddress('there'), message, 'key');
  expect(asked).toBe(1);
});

test('nobody has no direct conversation', async () => {
  const error = await errorOf(platformOn(history).openDirect({ ...WEB_WORKSPACE, userId: 'nobody' }));
  expect(error.kind).toBe('gone');
});
