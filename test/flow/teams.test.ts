import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { deedsIn } from '../support/scene/stories.ts';
import { countRows, viewDatabase, type DatabaseView } from '../support/scene/database-view.ts';
import { agentInTeams, deskInTeams, merchantInTeams, type TeamsAgent } from '../support/scene/in-teams.ts';
import { Scene, type Agent, type ApiTicket } from '../support/scene/scene.ts';
import type { TeamsPlace } from '../support/teams-stand-in/client-activities.ts';
import { fileShown } from '../support/teams-stand-in/file-cards.ts';
import type { SaidInTeams, TeamsPeople } from '../support/teams-stand-in/people.ts';
import { makeKey } from '../support/teams-stand-in/tokens.ts';
import type { StandingMessage, TeamsPerson } from '../support/teams-stand-in/world.ts';
import { shownText } from '../support/teams-stand-in/shown-text.ts';
import { waitFor } from '../support/wait-for.ts';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

onEachDatabase((database) => {
  let scene: Scene;
  let teams: TeamsPeople;
  let ada: TeamsAgent;
  let mia: TeamsPerson;
  let acme: TeamsPlace;
  let desk: TeamsPlace;

  beforeAll(async () => {
    scene = await Scene.open(database, { teams: true, replicas: database.name === 'mariadb' ? 2 : 1 });
    teams = scene.teams;
    acme = (await merchantInTeams(scene, 'Acme')).channel;
    desk = await deskInTeams(scene);
    ada = await agentInTeams(scene, 'Ada');
    mia = teams.add('Mia');
  });
  afterAll(() => scene.close());

  describe('a ticket of which all is in Teams', () => {
    let asked: SaidInTeams;
    let ticket: ApiTicket;
    let root: StandingMessage;
    let atMerchant: TeamsPlace;
    let atDesk: TeamsPlace;
    let answered: SaidInTeams;

    const again = async () => (ticket = await scene.ticket(ticket.id));
    /** Those of these words that a thread shows, once for each post that does. */
    const shownIn = (place: TeamsPlace, ...words: readonly string[]) =>
      teams.posts(place).flatMap((post) => words.filter((word) => post.includes(word)));

    test('is opened by what a merchant says in their channel, and is told to the desk', async () => {
      asked = teams.say(mia, acme, {
        html: '<p>The <strong>payout</strong> is wrong</p>',
        text: 'The payout is wrong',
      });
      atMerchant = { ...acme, threadId: asked.id };
      root = await teams.untilPosted(desk, 'The payout is wrong');
      atDesk = { ...desk, threadId: root.id };
      await scene.settle();
      const [opened] = await scene.tickets();
      ticket = await scene.ticket(opened!.id);
      expect(ticket.messages).toMatchObject([{ number: 1, text: 'The payout is wrong', side: 'merchant' }]);
      expect(teams.posts(desk)).toHaveLength(1);
      expect(shownText(root.activity)).toMatch(/Acme[^]*Mia/);
      expect(JSON.stringify(root.activity)).toContain('{"type":"TextRun","text":"payout","weight":"bolder"}');
      expect(shownIn(atMerchant, `${ticket.ticketNumber} is open.`)).toHaveLength(1);
    });

    test('is offered to an agent in their own chat; a click accepts it once and shows so in place', async () => {
      const offer = await teams.untilPosted(teams.chatOf(ada), 'Acme needs you');
      const answers = await teams.click(ada, offer, 'Accept');
      await scene.settle();
      for (const { status, type, value } of answers) {
        expect({ status, type }).toEqual({ status: 200, type: ADAPTIVE_CARD });
        expect(JSON.stringify(value)).not.toContain('"Accept"');
      }
      expect(await again()).toMatchObject({ status: 'in_progress', assignedTo: ada.agentId });
      expect(deedsIn(ticket)).toEqual([
        ['opened', mia.id],
        ['message', mia.id],
        ['offered', 'switchboard'],
        ['changed', String(ada.agentId)],
      ]);
      expect(teams.posts(teams.chatOf(ada))).toHaveLength(1);
      expect(JSON.stringify(offer.activity)).not.toContain('"Accept"');
      expect(shownIn(atMerchant, 'Ada is looking at it')).toHaveLength(1);
    });

    test('goes on between the desk’s thread and the merchant’s', async () => {
      answered = teams.say(ada, atDesk, 'Which month is it?');
      await teams.untilPosted(atMerchant, 'Which month is it?');
      teams.say(mia, atMerchant, 'October, and <b>not</b> September');
      await teams.untilPosted(atDesk, 'October, and <b>not</b> September');
      teams.say(ada, atDesk, '// Between us: it is the ledger');
      await scene.settle();
      expect(shownIn(atMerchant, 'Which month', 'Between us')).toEqual(['Which month']);
      expect(shownIn(atDesk, 'October, and')).toHaveLength(1);
    });

    test('follows edits, deletions and what is brought back, on both sides', async () => {
      teams.edit(answered, 'Which year is it?');
      await teams.untilPosted(atMerchant, 'Which year is it?');
      teams.remove(answered);
      await scene.settle();
      expect(shownIn(atMerchant, 'Which')).toEqual([]);
      teams.bringBack(answered, 'Which year is it?');
      await teams.untilPosted(atMerchant, 'Which year is it?');
      const said = teams.say(mia, atMerchant, 'It is this year');
      await teams.untilPosted(atDesk, 'It is this year');
      teams.edit(said, 'It was last year');
      await teams.untilPosted(atDesk, 'It was last year');
      teams.remove(said);
      await scene.settle();
      expect(shownIn(atDesk, 'this year', 'last year')).toEqual([]);
      teams.bringBack(said, 'It was last year');
      await teams.untilPosted(atDesk, 'It was last year');
      await scene.settle();
      expect(shownIn(atMerchant, 'Which month', 'Which year')).toEqual(['Which year']);
      expect(shownIn(atDesk, 'this year', 'last year')).toEqual(['last year']);
    });

    test('tells in words of a reaction, which no bot can put on a message, until it is taken off', async () => {
      const copy = await teams.untilPosted(atMerchant, 'Which year is it?');
      const note = 'Mia reacted with 👀 to “Which year is it?”';
      teams.react(mia, copy, '1f440_eyes');
      await teams.untilPosted(atDesk, note);
      teams.react(mia, copy, '1f440_eyes', false);
      await scene.settle();
      expect(shownIn(atDesk, note)).toEqual([]);
    });

    test('takes an order that begins with our bot’s name, and leaves it to those who gave it', async () => {
      teams.say(ada, atDesk, '@Switchboard help');
      await teams.untilPosted(atDesk, 'desk here');
      await scene.settle();
      expect(shownIn(atMerchant, 'help', 'desk here')).toEqual([]);
    });

    test('is resolved by a click on the desk’s card', async () => {
      const before = deedsIn(await again());
      await teams.click(ada, root, 'Resolve');
      await scene.settle();
      expect(await again()).toMatchObject({ status: 'resolved' });
      expect(deedsIn(ticket)).toEqual([...before, ['changed', String(ada.agentId)]]);
      await teams.untilPosted(atMerchant, 'is resolved. Reply here to reopen it.');
      expect(teams.posts(desk)).toHaveLength(1);
    });

    test('takes what it was told before for nothing new, with the same token', async () => {
      const view = await viewDatabase(scene.databaseUrl);
      const before = await countRows(view);
      const posts = [teams.posts(atMerchant), teams.posts(atDesk)];
      for (const { sent } of [asked, answered]) {
        expect(await teams.replay(sent)).toMatchObject({ status: 200 });
        expect(await teams.replay(sent)).toMatchObject({ status: 200 });
      }
      await scene.settle();
      expect(await countRows(view)).toEqual(before);
      expect([teams.posts(atMerchant), teams.posts(atDesk)]).toEqual(posts);
      await view.close();
    });
  });

  describe('what was not signed by Microsoft for us', () => {
    let view: DatabaseView;
    let rows: Record<string, number>;
    const AN_HOUR_AGO = Math.floor(Date.now() / 1000) - 3_600;
    const OTHER = 'https://smba.trafficmanager.net/emea/';

    beforeAll(async () => {
      await scene.settle();
      view = await viewDatabase(scene.databaseUrl);
      rows = await countRows(view);
    });
    afterAll(() => view.close());

    /** A token that would do, but for this. */
    const token = (...but: Parameters<TeamsPeople['teams']['token']>) => `Bearer ${teams.teams.token(...but)}`;
    const words = () => ({
      type: 'message',
      id: String(teams.teams.world.nextTime()),
      from: { id: mia.id, name: mia.name },
      conversation: { id: acme.conversation, conversationType: 'channel', tenantId: teams.tenantId },
      text: 'Send the money elsewhere',
    });

    test.each<[string, () => { readonly authorization?: string; readonly otherwise?: Record<string, unknown> }]>([
      ['no token', () => ({ authorization: '' })],
      ['a token without signature', () => ({ authorization: token({}, teams.teams.key, 'none') })],
      ['a token of a wrong key', () => ({ authorization: token({}, makeKey('published')) })],
      ['a token of an unknown key', () => ({ authorization: token({}, makeKey('nobody’s')) })],
      ['a token for another bot', () => ({ authorization: token({ aud: '00000000-0000-0000-0000-000000000000' }) })],
      ['a token of another issuer', () => ({ authorization: token({ iss: 'https://api.example.com' }) })],
      ['an expired token', () => ({ authorization: token({ exp: AN_HOUR_AGO }) })],
      ['a token for another service', () => ({ authorization: token({ serviceurl: OTHER }) })],
      ['a token for no service', () => ({ authorization: token({ serviceurl: undefined }) })],
      ['an activity of another service', () => ({ otherwise: { serviceUrl: OTHER } })],
      ['an activity of no service', () => ({ otherwise: { serviceUrl: undefined } })],
      ['an activity of no channel', () => ({ otherwise: { channelId: undefined } })],
    ])('%s: 401, and no row', async (_, forge) => {
      const { authorization = token(), otherwise = {} } = forge();
      const activity = teams.teams.activity({ ...words(), ...otherwise });
      expect(await teams.replay({ activity, authorization })).toEqual({ status: 401, text: '' });
      expect(await countRows(view)).toEqual(rows);
    });

    test('the same words, signed, are taken', async () => {
      const activity = teams.teams.activity(words());
      expect(await teams.replay({ activity, authorization: token() })).toMatchObject({ status: 200 });
      await scene.settle();
      expect(await countRows(view)).toMatchObject({ ticket: rows['ticket']! + 1 });
    });
  });

  describe('a file from Slack for a person in their own chat', () => {
    let zoe: TeamsPerson;
    let chat: TeamsPlace;
    let bo: Agent;
    let thread: { readonly channel: string; readonly threadTs: string };

    beforeAll(async () => {
      const { merchant } = await scene.make<{ merchant: { id: number } }>('/merchants', { name: 'Solo' });
      zoe = teams.add('Zoe');
      chat = teams.chatOf(zoe);
      const place = { platform: 'teams', workspaceId: teams.tenantId, channelId: chat.conversation };
      await scene.make('/channels', { ...place, role: 'merchant', merchantId: merchant.id });
      const { id: channel } = await scene.desk(merchant.id);
      bo = await scene.agent('Bo', [], false);
      teams.say(zoe, chat, 'My terminal beeps');
      const [root] = await scene.slack.untilPosted({ channel, threadTs: null, containing: 'Replies here go to' });
      thread = { channel, threadTs: root!.ts };
    });

    const send = async (name: string) => {
      const file = await scene.slack.addFile({ name, size: 70_001 });
      const said = await scene.slack.say({ ...thread, user: bo.id, text: '', files: [file.id] });
      const post = await teams.untilPosted(chat, name);
      await scene.settle();
      return { file, said, post };
    };
    const uploaded = () =>
      [...teams.teams.world.uploads.values()].map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
    const filesShown = () => teams.messages(chat).flatMap((post) => fileShown(post) ?? []);

    test('comes as a link, with the question whether they want it; Allow puts it into their OneDrive, once', async () => {
      const { file, post } = await send('guide.pdf');
      expect(fileShown(post)).toBe('question');
      expect(await teams.answerOffer(zoe, post, 'accept')).toEqual([200, 200, 200]);
      await waitFor(() => filesShown().includes('file'), { what: 'the file in the chat' });
      await scene.settle();
      expect(uploaded()).toEqual([file.sha256]);
      expect(filesShown()).toEqual(['file']);
      expect(shownText(post.activity)).toMatch(/^Bo.*guide\.pdf \(68 kB\), for a week at http.*\/files\//s);
    });

    test('is asked about no more once they decline, and its link stays', async () => {
      const before = uploaded();
      const { post } = await send('prices.pdf');
      const words = shownText(post.activity);
      expect(await teams.answerOffer(zoe, post, 'decline')).toEqual([200, 200, 200]);
      await scene.settle();
      expect(fileShown(post)).toBeUndefined();
      // The link holds as long as it did, to a second or two.
      expect(shownText(post.activity).split('.')[0]).toBe(words.split('.')[0]);
      expect(shownText(post.activity)).toContain('/files/');
      expect(uploaded()).toEqual(before);
    });

    test('is given to nobody in another chat, nor to anybody once it was taken back', async () => {
      const before = [uploaded(), filesShown(), teams.posts(teams.chatOf(mia))];
      const { said, post } = await send('secret.pdf');
      const asked = { ...post };
      expect(await teams.answerOffer(mia, asked, 'accept', teams.chatOf(mia))).toEqual([200, 200, 200]);
      expect(fileShown(post)).toBe('question');
      await scene.slack.remove(said);
      await scene.settle();
      expect(await teams.answerOffer(zoe, asked, 'accept')).toEqual([200, 200, 200]);
      await scene.settle();
      expect([uploaded(), filesShown(), teams.posts(teams.chatOf(mia))]).toEqual(before);
    });
  });
});
