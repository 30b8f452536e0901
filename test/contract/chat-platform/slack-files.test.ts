import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSlackPlatform } from '../../../adapters/slack/create-slack-platform.ts';
import type { Address } from '../../../src/chat/address.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { OpenFile } from '../../../src/chat/file.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { systemClock } from '../../../src/clock.ts';
import { createLog } from '../../../src/log.ts';
import type { SlackStandIn } from '../../support/slack-stand-in/client.ts';
import type { FileSpec } from '../../support/slack-stand-in/protocol.ts';
import { startSlackStandIn } from '../../support/slack-stand-in/start-slack-stand-in.ts';

let slack: SlackStandIn;
let platform: ChatPlatform;
let channel: Address;
let elsewhere: Server;
const heardElsewhere: (string | undefined)[] = [];

beforeAll(async () => {
  slack = await startSlackStandIn({ retryDelaysMs: [], echo: 'off' });
  const config = { botToken: slack.home.botToken, signingSecret: slack.signingSecret, apiUrl: slack.apiUrl };
  platform = createSlackPlatform(
    { ...config, requestTimeoutMs: 2_000 },
    { log: createLog('silent'), clock: systemClock },
  );
  const { id } = await slack.addChannel({ name: 'one' });
  channel = { platform: 'slack', workspaceId: slack.home.teamId, channelId: id };
  elsewhere = createServer((request, response) => {
    heardElsewhere.push(request.headers.authorization);
    response.end('x'.repeat(1_000));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => slack.clearFaults());
afterAll(async () => {
  await slack.stop();
  await new Promise((resolve) => elsewhere.close(resolve));
});

const refTo = (nativeId: string) => ({ platform: 'slack', workspaceId: slack.home.teamId, nativeId });
const fetchNew = async (spec: FileSpec): Promise<OpenFile> =>
  platform.fetchFile!(refTo((await slack.addFile(spec)).id));

async function digestOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

const elsewhereUrl = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/stolen`;

describe('a file is read', () => {
  test('whole, with its name and type', async () => {
    const stored = await slack.addFile({ name: 'invoice.pdf', mimetype: 'application/pdf', size: 300_000 });
    const { stream, ...file } = await platform.fetchFile!(refTo(stored.id));
    expect(file).toEqual({ name: 'invoice.pdf', type: 'application/pdf', bytes: 300_000 });
    expect(await digestOf(stream)).toBe(stored.sha256);
  });

  test('also one of another organisation, of which an event tells nothing', async () => {
    const file = await fetchNew({ name: 'theirs.csv', size: 10, isStrange: true });
    expect(file).toMatchObject({ name: 'theirs.csv', bytes: 10 });
    file.stream.destroy();
  });

  test('and one that is a page comes as the file that it is', async () => {
    const { stream } = await fetchNew({ name: 'page.html', mimetype: 'text/html', size: 2_000 });
    await finished(stream.resume());
  });

  test.each<[string, FileSpec, string]>([
    ['deleted', { mode: 'tombstone' }, 'gone'],
    ['elsewhere', { mode: 'external', externalUrl: 'https://docs.google.com/d/1' }, 'rejected'],
    ['of which our token is shown the login page', { needsScope: true }, 'unauthorized'],
  ])('not one that is %s', async (_what, spec, kind) => {
    await expect(fetchNew(spec)).rejects.toMatchObject({ kind });
  });

  test('not one that is not there, nor while Slack is not well', async () => {
    await expect(platform.fetchFile!(refTo('F0NOWHERE'))).rejects.toMatchObject({ kind: 'gone' });
    await slack.fault({ action: 'server-error', status: 503, method: 'file-download' });
    await expect(fetchNew({})).rejects.toMatchObject({ kind: 'transient' });
  });

  test.each([
    ['larger', 2_000, 'rejected'],
    ['smaller', 500, 'transient'],
  ])('not on and on where it is %s than Slack says', async (_what, realSize, kind) => {
    const { stream } = await fetchNew({ size: 1_000, realSize });
    await expect(digestOf(stream)).rejects.toMatchObject({ kind });
  });
});

describe('our token goes to no other host', () => {
  test('when Slack names one', async () => {
    await expect(fetchNew({ downloadUrl: elsewhereUrl() })).rejects.toMatchObject({ kind: 'rejected' });
    expect(heardElsewhere).toEqual([]);
  });

  test('when Slack sends us to one', async () => {
    await expect(fetchNew({ redirectTo: elsewhereUrl() })).rejects.toMatchObject({ kind: 'rejected' });
    expect(heardElsewhere).toEqual([]);
  });

  test('nor round and round', async () => {
    const file = await slack.addFile({});
    const round = `${slack.url}/files-pri/${file.id}/again`;
    await expect(fetchNew({ redirectTo: round.replace(file.id, 'F0000099') })).rejects.toMatchObject({ kind: 'gone' });
  });
});

const never = new AbortController().signal;
const aFile = (name: string, bytes: number): OpenFile => ({
  name,
  type: 'text/plain',
  bytes,
  stream: Readable.from([Buffer.alloc(bytes, 'x')], { objectMode: false }),
});

const asPost = (name: string, uploadId: string): OutgoingMessage => ({
  content: { kind: 'file', file: { id: 1, name, type: null, bytes: null }, uploadId },
  author: { name: 'Una <!channel> · Acme' },
});

const bring = async (name: string): Promise<string> => platform.upload!(channel, aFile(name, 500), never);

describe('a file is brought', () => {
  test('unseen, without our token, and then shared under the name of its sender', async () => {
    const uploadId = await bring('a & b.txt');
    expect(await slack.posts()).toEqual([]);
    expect((await slack.calls({ method: 'file-upload' })).at(-1)!.args).toMatchObject({ bytes: 500, hasToken: false });
    const ref = await platform.post(channel, asPost('a & b.txt', uploadId), 'key-1');
    const [post] = await slack.posts({ channel: channel.channelId });
    expect(post).toMatchObject({ ts: ref.messageId, shown: 'Una <!channel> · Acme', files: [{ id: uploadId }] });
    await expect(platform.findDelivered(channel, 'key-1', new Date(0), uploadId)).resolves.toEqual(ref);
  });

  test('into a thread, and is taken away with its bytes; once more is the same as once', async () => {
    const root = await platform.post(channel, { content: { kind: 'text', text: [] }, author: { name: 'Una' } }, 'root');
    const thread = { ...channel, threadId: root.messageId };
    const uploadId = await bring('b.txt');
    const ref = await platform.post(thread, asPost('b.txt', uploadId), 'key-2');
    expect(await slack.posts({ threadTs: root.messageId })).toMatchObject([{ ts: ref.messageId }]);
    await platform.remove(ref, uploadId);
    await platform.remove(ref, uploadId);
    expect(await slack.posts({ threadTs: root.messageId })).toEqual([]);
    expect((await slack.files()).find(({ id }) => id === uploadId)).toMatchObject({ isDeleted: true });
  });

  test('once, when the answer to its sharing is lost: its id tells where it stands', async () => {
    const uploadId = await bring('c.txt');
    await slack.fault({ action: 'cut-after-accepting', method: 'files.completeUploadExternal' });
    const post = () => platform.post(channel, asPost('c.txt', uploadId), 'key-3');
    await expect(post()).rejects.toMatchObject({ kind: 'ambiguous' });
    // Slack completes no upload twice.
    await expect(post()).rejects.toMatchObject({ kind: 'ambiguous' });
    const found = await platform.findDelivered(channel, 'key-3', new Date(0), uploadId);
    const shared = (await slack.posts()).filter(({ files }) => files?.[0]?.['id'] === uploadId);
    expect(shared.map(({ ts }) => ts)).toEqual([found?.messageId]);
  });

  test('and found nowhere while it is not shared', async () => {
    const uploadId = await bring('d.txt');
    await expect(platform.findDelivered(channel, 'key-4', new Date(0), uploadId)).resolves.toBeNull();
  });

  test.each([
    ['file_upload_size_restricted', 'rejected'],
    ['file_uploads_disabled', 'rejected'],
    ['missing_scope', 'unauthorized'],
    ['internal_error', 'transient'],
  ])('not where Slack says %s', async (error, kind) => {
    await slack.fault({ action: 'error', error, method: 'files.getUploadURLExternal' });
    await expect(bring('e.txt')).rejects.toMatchObject({ kind });
  });

  test.each([
    [413, 'rejected'],
    [500, 'transient'],
  ])('not where its bytes are answered with %d', async (status, kind) => {
    await slack.fault({ action: 'server-error', status, method: 'file-upload' });
    await expect(bring('f.txt')).rejects.toMatchObject({ kind });
  });

  test('not any further once nobody wants it', async () => {
    const given = new AbortController();
    const stream = new Readable({ read: () => undefined });
    const brought = platform.upload!(channel, { ...aFile('g.txt', 500), stream }, given.signal);
    setTimeout(() => given.abort(), 50);
    await expect(brought).rejects.toMatchObject({ kind: 'transient' });
    expect(stream.destroyed).toBe(true);
  });
});
