import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { rootOf } from '../support/scene/ask.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, type Thread } from '../support/scene/talk.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    acme = await scene.merchant('Acme');
    await scene.desk();
    // Nobody is available, so that no card for an agent goes out with the same words in it.
    bo = await scene.agent('Bo', [], false);
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(() => scene.close());

  /** What stands in a thread under its root, files by their names and the bytes that came. */
  const seenIn = async (thread: Thread) => {
    const files = new Map((await scene.slack.files()).map((file) => [file.id, file]));
    const posts = await scene.slack.posts(thread);
    return posts
      .filter(({ username, subtype }) => username !== undefined || subtype === 'file_share')
      .map(({ shown, files: shared }) =>
        shared ? shared.map(({ id }) => `${shown}: ${files.get(String(id))!.name}`).join() : shown,
      );
  };

  test('files cross both ways, under the name of who sent them, in the order in which they were said', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The payout is wrong');
    const invoice = await slack.addFile({ name: 'invoice.pdf', mimetype: 'application/pdf', size: 200_000 });
    const sheet = await slack.addFile({ name: 'sheet.xlsx', size: 70_001 });
    const files = [invoice.id, sheet.id];
    await slack.delivered(await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'Here are both', files }));
    await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'Do you see them?' });
    await scene.settle();
    expect(await seenIn(talk.atDesk)).toEqual([
      'Here are both',
      'Una · Acme: invoice.pdf',
      'Una · Acme: sheet.xlsx',
      'Do you see them?',
    ]);
    const back = await slack.addFile({ name: 'corrected.pdf', size: 5_000 });
    await slack.say({ ...talk.atDesk, user: bo.id, text: 'Corrected', files: [back.id] });
    await scene.settle();
    expect(await seenIn(talk.atMerchant)).toEqual(['Corrected', 'Bo: corrected.pdf']);

    const brought = (await slack.files()).filter(({ botId }) => botId !== null);
    expect(brought.map(({ sha256 }) => sha256)).toEqual([invoice.sha256, sheet.sha256, back.sha256]);
    const ticket = await scene.ticket(talk.ticket.id);
    expect(ticket.messages.map(({ text, files }) => [text, files.map(({ name, bytes }) => [name, bytes])])).toEqual([
      ['The payout is wrong', []],
      [
        'Here are both',
        [
          ['invoice.pdf', 200_000],
          ['sheet.xlsx', 70_001],
        ],
      ],
      ['Do you see them?', []],
      ['Corrected', [['corrected.pdf', 5_000]]],
    ]);
    expect(await scene.tickets()).toHaveLength(1);
    expect(await copiesIn(scene, talk.atMerchant)).toEqual(['Corrected']);
  });

  test('a ticket that begins with a file alone is called after it', async () => {
    const { slack } = scene;
    const zoe = await slack.addUser({ name: 'Zoe' });
    const { id } = await slack.addFile({ name: 'receipt 7.pdf' });
    const said = await slack.say({ channel: acme.channel.id, user: zoe.id, text: '', files: [id] });
    await scene.settle();
    const [ticket] = await scene.tickets(`?merchantId=${acme.id}&limit=1`);
    expect(ticket).toMatchObject({ subject: 'receipt 7.pdf', description: 'receipt 7.pdf' });
    const root = await rootOf(scene, ticket!);
    expect(root.shown).toContain('receipt 7.pdf');
    expect(await seenIn({ channel: root.channel, threadTs: root.ts })).toEqual(['Zoe · Acme: receipt 7.pdf']);

    await slack.remove(said);
    await scene.settle();
    expect(await scene.ticket(ticket!.id)).toMatchObject({ subject: 'Deleted request', messages: [{ files: [] }] });
    expect(await seenIn({ channel: root.channel, threadTs: root.ts })).toEqual([]);
  });

  test('what is taken back on one side is taken back on the other', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The export is broken');
    const [a, b, c] = await Promise.all(['a.csv', 'b.csv', 'c.csv'].map((name) => slack.addFile({ name })));
    const both = await slack.say({ ...talk.atDesk, user: bo.id, text: 'Both', files: [a!.id, b!.id] });
    await scene.settle();
    await slack.deleteFile({ id: a!.id, channel: both.channel, ts: both.ts });
    await scene.settle();
    const other = await slack.say({ ...talk.atDesk, user: bo.id, text: 'And', files: [c!.id] });
    await scene.settle();
    expect(await seenIn(talk.atMerchant)).toEqual(['Both\n[a file that was deleted]', 'Bo: b.csv', 'And', 'Bo: c.csv']);
    await slack.edit({ channel: both.channel, ts: both.ts, text: '// Both, for us' });
    await slack.remove(other);
    await scene.settle();
    expect(await seenIn(talk.atMerchant)).toEqual([]);
    const copies = (await slack.files()).filter(({ botId, name }) => botId !== null && name.endsWith('.csv'));
    expect(copies.map(({ isDeleted }) => isDeleted)).toEqual([true, true, true]);
  });

  test('a note that stays at the desk keeps its files there', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The refund is late');
    const { id } = await slack.addFile({ name: 'internal.pdf' });
    await slack.say({ ...talk.atDesk, user: bo.id, text: '// only us', files: [id] });
    await scene.settle();
    expect(await seenIn(talk.atMerchant)).toEqual([]);
    expect((await slack.calls({ method: 'file-download' })).map(({ args }) => args['file'])).not.toContain(id);
  });

  test('of too many files the first cross, and both sides are told of the others once', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'All my papers');
    const names = Array.from({ length: 21 }, (_, index) => `${index + 1}.txt`);
    const small = await Promise.all(names.map((name) => slack.addFile({ name, size: 10 })));
    const large = await slack.addFile({ name: 'film <!channel>.mov', size: 10, realSize: 10 });
    const files = [...small.slice(0, 19), large, ...small.slice(19)].map(({ id }) => id);
    await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'All', files });
    await scene.settle();
    const seen = await seenIn(talk.atDesk);
    expect(seen).toHaveLength(21);
    expect(seen.at(-1)).toBe('Una · Acme: film <!channel>.mov');
    const note = '2 files were left out: 20.txt (10 bytes), 21.txt (10 bytes); at most 20 files and 100 MB a message.';
    for (const thread of [talk.atDesk, talk.atMerchant]) {
      expect(await slack.posts({ ...thread, containing: 'left out' })).toMatchObject([{ shown: note }]);
    }
    const { messages } = await scene.ticket(talk.ticket.id);
    expect(messages[1]!.files.filter(({ url }) => url === null).map(({ name }) => name)).toEqual(['20.txt', '21.txt']);
  });

  test('a file that cannot be brought leaves words in its place, and holds nothing up', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The printer is on fire');
    const hidden = await slack.addFile({ name: 'hidden.pdf', needsScope: true });
    const refused = await slack.addFile({ name: 'tool.exe', size: 2_048 });
    await slack.fault({
      action: 'error',
      error: 'file_type_not_allowed',
      method: 'files.getUploadURLExternal',
      containing: 'tool.exe',
    });
    const files = [hidden.id, refused.id];
    await slack.delivered(await slack.say({ ...talk.atDesk, user: bo.id, text: 'Try these', files }));
    await slack.say({ ...talk.atDesk, user: bo.id, text: 'Any better?' });
    await scene.settle();
    expect(await seenIn(talk.atMerchant)).toEqual([
      'Try these',
      'hidden.pdf (1000 bytes) is missing here: it could not be read where it was sent. Please ask for it in another way.',
      'tool.exe (2.0 kB) is missing here: files like it are not taken here. Please ask for it in another way.',
      'Any better?',
    ]);
    const told = await slack.posts({ ...talk.atDesk, containing: 'Not delivered' });
    expect(told.map(({ shown }) => shown)).toEqual([
      'Not delivered to Acme: “hidden.pdf (1000 bytes)”. The file could not be read here. Ask an admin to install the app again with all its scopes.',
    ]);
  });

  test('where files may not be brought a link of ours does, for whom it was made and while it should', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The scanner is slow');
    const stored = await slack.addFile({ name: 'Ünï "q".pdf', size: 90_000 });
    await slack.fault({ action: 'error', error: 'missing_scope', method: 'files.getUploadURLExternal' });
    const said = await slack.say({ ...talk.atDesk, user: bo.id, text: 'A manual', files: [stored.id] });
    await scene.settle();
    const [, link] = await seenIn(talk.atMerchant);
    const path = /http:\/\/desk\.example\.com(\/files\/[\w.-]+)/.exec(link!)![1]!;
    const get = (at: string) => fetch(`${scene.apps[0]!.url}${at}`);
    const response = await get(path);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="_n_ \\"q\\".pdf"; filename*=UTF-8''%C3%9Cn%C3%AF%20%22q%22.pdf`,
      'content-length': '90000',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(stored.sha256);

    const { messages } = await scene.ticket(talk.ticket.id);
    const ours = messages[1]!.files[0]!.url!.replace('http://desk.example.com', '');
    const forged = await get(path.replace(/m\d+/, (id) => `m${Number(id.slice(1)) - 1}`));
    expect([forged.status, await forged.text()]).toEqual([404, 'There is no such file.\n']);

    await slack.edit({ channel: said.channel, ts: said.ts, text: '// A manual, for us' });
    await scene.settle();
    expect((await get(path)).status).toBe(410);
    expect((await get(ours)).status).toBe(200);
    await slack.remove(said);
    await scene.settle();
    expect((await get(ours)).status).toBe(410);
    const logs = scene.apps.map((app) => app.output()).join('');
    expect(logs).not.toContain(path.split('.').at(-1));
    expect(logs).not.toContain('xoxb-');
  });

  test('a file of ours is nobody’s message, whoever brings it to us', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The mouse is gone');
    const { id } = await slack.addFile({ name: 'ours.pdf' });
    await slack.say({ ...talk.atDesk, user: bo.id, text: '', files: [id] });
    await scene.settle();
    const ours = (await slack.files()).find(({ name, botId }) => name === 'ours.pdf' && botId !== null)!;
    const [share] = ours.shares;
    const copy = { id: ours.id, name: ours.name, mode: 'hosted' };
    const event = await slack.sendEvent({
      event: {
        type: 'message',
        subtype: 'file_share',
        channel: share!.channel,
        channel_type: 'channel',
        user: 'U0OTHERBOT',
        text: '',
        ts: share!.ts,
        event_ts: share!.ts,
        thread_ts: talk.atMerchant.threadTs,
        files: [copy],
      },
    });
    await slack.delivered(event);
    await scene.settle();
    expect((await scene.ticket(talk.ticket.id)).messages).toHaveLength(2);
    expect(await seenIn(talk.atDesk)).toEqual([]);

    // Whoever shares it once more says something by that.
    await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'This one is wrong', files: [ours.id] });
    await scene.settle();
    expect(await seenIn(talk.atDesk)).toEqual(['This one is wrong', 'Una · Acme: ours.pdf']);
  });

  test('a file that its channel does not take leaves words in its place', async () => {
    const { slack } = scene;
    const talk = await beginTalk(scene, acme, 'The screen is black');
    const { id } = await slack.addFile({ name: 'tool.exe' });
    await slack.fault({
      action: 'error',
      error: 'slack_connect_blocked_file_type',
      method: 'files.completeUploadExternal',
    });
    await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'Run this', files: [id] });
    await scene.settle();
    expect(await seenIn(talk.atDesk)).toEqual(['Run this', expect.stringMatching(/^tool\.exe .* is missing here/)]);
  });
});
