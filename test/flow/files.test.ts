import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { beginTalk, copiesIn, type Thread } from '../support/scene/talk.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database, { timers: ['queue-moved'], replicas: database.name === 'mariadb' ? 2 : 1 });
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
    await slack.say({ ...talk.atMerchant, user: talk.una.id, text: 'Here are both', files });
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
});
