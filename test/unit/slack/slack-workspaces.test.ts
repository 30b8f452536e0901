import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { createSlackWorkspaces, type SlackWorkspaces } from '../../../adapters/slack/slack-workspaces.ts';
import type { Installations } from '../../../src/chat/installations.ts';
import { invalid } from '../../../src/errors.ts';
import { createLog } from '../../../src/log.ts';
import { startWebApi, type WebApiServer } from './support/web-api-server.ts';

const HOME = 'T0HOME';
const ACME = 'T0ACME';
const AUTH = { ok: true, url: 'https://home.slack.com/', team_id: HOME, user_id: 'U0BOT' };
const REVOKED = { ok: false, error: 'token_revoked' };

let slack: WebApiServer;
let now: number;
let find: jest.Mock<Installations['find']>;
let onEnded: jest.Mock<(workspaceId: string, serial: number) => Promise<void>>;
let workspaces: SlackWorkspaces;

const tokens = () => slack.calls.map(({ authorization }) => authorization?.replace('Bearer ', ''));
const open = (botToken?: string): SlackWorkspaces => {
  const unused = () => Promise.reject(new Error('not asked for'));
  const findHome = () => Promise.resolve(null);
  const installations = { find, findHome, isOpen: unused, begin: unused, takeState: unused, finish: unused };
  const clock = { now: () => new Date(now) };
  return createSlackWorkspaces(
    { botToken, apiUrl: slack.url },
    { log: createLog('silent'), clock, installations, onEnded },
  );
};
const say = (workspaceId = ACME) => workspaces.of(workspaceId).call('chat.update', {}, z.object({}));

beforeEach(async () => {
  slack = await startWebApi();
  slack.replies['auth.test'] = AUTH;
  slack.replies['chat.update'] = { ok: true };
  now = 0;
  find = jest
    .fn<Installations['find']>()
    .mockImplementation(({ workspaceId }) =>
      Promise.resolve(workspaceId === ACME ? { token: 'xoxb-acme', serial: 7 } : null),
    );
  onEnded = jest.fn<typeof onEnded>().mockResolvedValue();
  workspaces = open('xoxb-home');
});
afterEach(() => slack.close());

describe('a token', () => {
  test('is that of the workspace that posts, and home’s own is not looked up once it is known', async () => {
    for (const workspaceId of [HOME, ACME, HOME]) await say(workspaceId);
    expect(tokens()).toEqual(['xoxb-home', 'xoxb-home', 'xoxb-acme', 'xoxb-home']);
    expect(find.mock.calls.map(([{ workspaceId }]) => workspaceId)).toEqual([HOME, ACME]);
  });

  test('reads the files of its own workspace', async () => {
    slack.replies['files-pri/F1'] = (response) => response.end('bytes');
    for (const workspaceId of [HOME, ACME]) {
      const stream = await workspaces.of(workspaceId).download(new URL('/files-pri/F1', slack.url).href, 5);
      expect(await text(stream)).toBe('bytes');
    }
    const read = slack.calls.filter(({ method }) => method.endsWith('F1'));
    expect(read.map(({ authorization }) => authorization)).toEqual(['Bearer xoxb-home', 'Bearer xoxb-acme']);
    await expect(workspaces.of('T0NOBODY').download('https://files.slack.com/a', 5)).rejects.toMatchObject({
      kind: 'unauthorized',
    });
  });

  test('is kept for a minute', async () => {
    await say();
    now = 59_999;
    await say();
    expect(find).toHaveBeenCalledTimes(1);
    find.mockResolvedValue({ token: 'xoxb-anew', serial: 8 });
    now = 60_000;
    await say();
    expect(tokens().at(-1)).toBe('xoxb-anew');
  });

  test('that Slack has revoked is forgotten at once, and its installation has ended', async () => {
    slack.replies['chat.update'] = [REVOKED, { ok: true }];
    await expect(say()).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(onEnded.mock.calls).toEqual([[ACME, 7]]);
    find.mockResolvedValue('ended');
    await expect(say()).rejects.toMatchObject({ kind: 'gone', message: expect.stringContaining('by a new link') });
    expect(tokens().filter((token) => token === 'xoxb-acme')).toHaveLength(1);
  });

  test('that Slack refuses for another reason stays', async () => {
    slack.replies['chat.update'] = { ok: false, error: 'invalid_auth' };
    await expect(say()).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(onEnded).not.toHaveBeenCalled();
  });

  test('is looked up each time while there is none: it may come at any moment', async () => {
    find.mockResolvedValue(null);
    await expect(say()).rejects.toMatchObject({ kind: 'unauthorized', message: expect.stringContaining(ACME) });
    find.mockResolvedValue({ token: 'xoxb-acme', serial: 1 });
    await say();
  });

  test('of home counts also where home was let in before and left', async () => {
    find.mockResolvedValue('ended');
    expect(await workspaces.isOurs(HOME)).toBe(true);
    await say(HOME);
    expect(tokens().at(-1)).toBe('xoxb-home');
  });

  test('of a guest is good while home’s own is not', async () => {
    slack.replies['auth.test'] = REVOKED;
    await say(ACME);
    await expect(say(HOME)).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  test('that cannot be looked up now is asked for later; one that cannot be read is for a person to mend', async () => {
    find.mockRejectedValueOnce(new Error('ECONNREFUSED'));
    await expect(say()).rejects.toMatchObject({ name: 'PlatformError', kind: 'transient' });
    find.mockRejectedValueOnce(invalid('damaged: install the app again'));
    await expect(say()).rejects.toMatchObject({ kind: 'unauthorized', message: 'damaged: install the app again' });
  });
});

describe('whose an event is', () => {
  test('ours are home, and those who let us in', async () => {
    await say(HOME);
    find.mockClear();
    expect(await workspaces.isOurs(HOME)).toBe(true);
    expect(find).not.toHaveBeenCalled();
    expect(await workspaces.isOurs(ACME)).toBe(true);
    find.mockResolvedValue(null);
    expect(await workspaces.isOurs('T0STRANGE')).toBe(false);
    find.mockResolvedValue('ended');
    expect(await workspaces.isOurs('T0LEFT')).toBe(false);
  });

  test('while Slack does not say who we are, nothing of our own is lost, nor waits', async () => {
    slack.replies['auth.test'] = () => undefined;
    find.mockResolvedValue(null);
    expect(await workspaces.isOurs(HOME)).toBe(true);
  });

  test('a database that is away is no answer', async () => {
    find.mockRejectedValue(new Error('ECONNREFUSED'));
    await expect(workspaces.isOurs(ACME)).rejects.toThrow('ECONNREFUSED');
  });

  test('without home’s token only who let us in is ours, and nobody is home', async () => {
    workspaces = open();
    find.mockResolvedValue(null);
    expect(await workspaces.isOurs(HOME)).toBe(false);
    await expect(workspaces.home.whoAmI()).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });
});

describe('when Slack says that our app was taken out', () => {
  test.each(['token_revoked', 'account_inactive', 'invalid_auth'])(
    'it has ended if Slack answers %s',
    async (error) => {
      slack.replies['auth.test'] = { ok: false, error };
      await workspaces.checkEnd(ACME);
      expect(onEnded.mock.calls).toEqual([[ACME, 7]]);
    },
  );

  test('it goes on where the token is good, for that was an earlier one', async () => {
    await workspaces.checkEnd(ACME);
    expect(onEnded).not.toHaveBeenCalled();
  });

  test('it is told again where that is not certain, or could not be written down', async () => {
    slack.replies['auth.test'] = { ok: false, error: 'service_unavailable' };
    await expect(workspaces.checkEnd(ACME)).rejects.toMatchObject({ kind: 'transient' });
    slack.replies['auth.test'] = REVOKED;
    onEnded.mockRejectedValue(new Error('ECONNREFUSED'));
    await expect(workspaces.checkEnd(ACME)).rejects.toThrow('ECONNREFUSED');
  });

  test('nothing is asked about one that has ended', async () => {
    find.mockResolvedValue('ended');
    await workspaces.checkEnd(ACME);
    expect(onEnded).not.toHaveBeenCalled();
    expect(slack.calls).toEqual([]);
  });

  test('where nobody let us in it is home’s own token that is asked about, and ends nothing', async () => {
    find.mockResolvedValue(null);
    await workspaces.checkEnd(HOME);
    expect(tokens()).toEqual(['xoxb-home']);
    expect(onEnded).not.toHaveBeenCalled();
  });
});

describe('whether Slack refuses home’s own token', () => {
  const asked = () => slack.calls.length;

  test('is asked once, and not again while calls succeed', async () => {
    expect(await workspaces.isHomeRefused()).toBe(false);
    await say(HOME);
    const before = asked();
    expect(await workspaces.isHomeRefused()).toBe(false);
    expect(asked()).toBe(before);
  });

  test.each(['token_revoked', 'account_inactive', 'token_expired', 'invalid_auth', 'not_authed'])(
    '%s: from the first call that says so until Slack takes it again',
    async (error) => {
      await say(HOME);
      slack.replies['chat.update'] = slack.replies['auth.test'] = { ok: false, error };
      await expect(say(HOME)).rejects.toMatchObject({ kind: 'unauthorized' });
      expect(await workspaces.isHomeRefused()).toBe(true);
      slack.replies['auth.test'] = AUTH;
      expect(await workspaces.isHomeRefused()).toBe(false);
    },
  );

  test('a scope that is missing, and a guest’s token that is revoked, say nothing of it', async () => {
    await say(HOME);
    const before = asked();
    slack.replies['chat.update'] = { ok: false, error: 'missing_scope' };
    await expect(say(HOME)).rejects.toThrow();
    slack.replies['chat.update'] = REVOKED;
    await expect(say(ACME)).rejects.toThrow();
    expect(await workspaces.isHomeRefused()).toBe(false);
    expect(asked()).toBe(before + 2);
  });

  test('is not claimed while Slack does not tell', async () => {
    slack.replies['auth.test'] = { ok: false, error: 'service_unavailable' };
    await expect(workspaces.isHomeRefused()).rejects.toMatchObject({ kind: 'transient' });
  });

  test('is asked also where there is but one workspace', async () => {
    const { log, clock } = { log: createLog('silent'), clock: { now: () => new Date(now) } };
    const config = { botToken: 'xoxb-home', apiUrl: slack.url };
    const one = createSlackWorkspaces(config, { log, clock, installations: undefined, onEnded });
    await one.home.call('chat.update', {}, z.object({}));
    slack.replies['auth.test'] = REVOKED;
    expect(await one.isHomeRefused()).toBe(false);
    await one.checkEnd(HOME);
    expect(await one.isHomeRefused()).toBe(true);
  });
});
