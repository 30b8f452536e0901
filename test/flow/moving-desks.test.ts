import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SENT_AGAIN } from '../../src/delivery/repeat-post.ts';
import { onEachDatabase } from '../support/databases.ts';
import { linksIn } from '../support/pairs/party.ts';
import type { Death } from '../support/scene/app-options.ts';
import { agentInTeams, deskInTeams, type TeamsAgent } from '../support/scene/in-teams.ts';
import { cardOf, clickCard } from '../support/scene/offers.ts';
import { RETRIES_MS } from '../support/scene/quick-death.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { clickOn, lookAgain } from '../support/scene/stories.ts';
import { beginTalk, copiesIn, type Talk, type Thread } from '../support/scene/talk.ts';
import type { Said } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';
import type { TeamsPlace } from '../support/teams-stand-in/client-activities.ts';
import { elementsIn } from '../support/teams-stand-in/elements-in.ts';
import type { TeamsPeople } from '../support/teams-stand-in/people.ts';
import { shownText } from '../support/teams-stand-in/shown-text.ts';
import type { StandingMessage } from '../support/teams-stand-in/world.ts';

const MOVED = 'moved to the desk in Microsoft Teams';

const buttonsOn = ({ activity }: StandingMessage): unknown[] =>
  ['Action.Execute', 'Action.Submit', 'Action.OpenUrl'].flatMap((type) =>
    elementsIn(activity, type).map(({ title }) => title),
  );

const count = (texts: readonly string[], words: string): number => texts.filter((text) => text.includes(words)).length;

onEachDatabase((database) => {
  let scene: Scene;
  let teams: TeamsPeople;
  let acme: Merchant;
  let slackDesk: Channel;
  let teamsDesk: TeamsPlace;
  /** At home in Slack, and in Teams. */
  let ada: Agent;
  let bo: TeamsAgent;
  /** Who asked in Slack, there, and the thread at the desk there. */
  let talk: Talk;

  beforeAll(async () => {
    scene = await Scene.open(database, {
      teams: true,
      slack: { retryDelaysMs: RETRIES_MS },
      app: { leaseMs: 1_500, requestTimeoutMs: 1_000 },
    });
    teams = scene.teams;
    teamsDesk = await deskInTeams(scene);
    // Connected last, it is where tickets open.
    slackDesk = await scene.desk();
    acme = await scene.merchant('Acme');
    ada = await scene.agent('Ada', [], false);
    bo = await agentInTeams(scene, 'Bo', false);
  });
  afterAll(() => scene.close());

  const sayAs = ({ id: user }: Pick<User, 'id'>, place: Thread, text: string): Promise<Said> =>
    scene.slack.say({ ...place, user, text });
  /** The next words are said when these were heard. */
  const heard = async (saying: Promise<Said>): Promise<Said> => {
    const said = await saying;
    await scene.slack.delivered(said);
    return said;
  };
  const begin = async (text: string): Promise<void> => {
    talk = await beginTalk(scene, acme, text);
    await clickOn(scene, talk.root, ada, 'Assign to me');
    await scene.settle();
  };
  const handToBo = () => clickCard(scene, ada, talk.ticket.id, 'Hand over to …', 'Bo');
  /** The cards of this ticket at the desk in Teams. */
  const roots = () =>
    teams.messages(teamsDesk).filter(({ activity }) => shownText(activity).includes(talk.ticket.ticketNumber));
  const threadIn = ({ id: threadId }: StandingMessage): TeamsPlace => ({ ...teamsDesk, threadId });
  const readInSlack = async () => (await scene.slack.posts(talk.atDesk)).map(({ shown }) => shown);
  const cardInSlack = () => lookAgain(scene, talk.root);
  const addressInSlack = () =>
    `https://switchboard.slack.example/archives/${slackDesk.id}/p${talk.root.ts.replace('.', '')}`;

  describe('a ticket that is handed to an agent on another platform', () => {
    let number: string;
    let una: User;
    let october: Said;
    let root: StandingMessage;
    let inTeams: TeamsPlace;
    let addressInTeams: string;

    beforeAll(async () => {
      await begin('The payout is wrong');
      ({ una } = talk);
      number = talk.ticket.ticketNumber;
      await heard(sayAs(ada, talk.atDesk, 'Which month is it?'));
      october = await heard(sayAs(una, talk.atMerchant, 'October'));
      await sayAs(ada, talk.atDesk, '// It is the ledger');
      await scene.settle();
    });

    test('stays where tickets open while its agent is at home there, and goes on at the desk of the next', async () => {
      expect(roots()).toEqual([]);
      await handToBo();
      await scene.settle();
      [root] = roots() as [StandingMessage];
      inTeams = threadIn(root);
      addressInTeams = `https://teams.microsoft.com/l/message/${encodeURIComponent(teamsDesk.conversation)}/${root.id}?tenantId=${teams.tenantId}&parentMessageId=${root.id}`;
      expect(roots()).toHaveLength(1);
      expect(buttonsOn(root).slice(0, 2)).toEqual(['Assign to me', 'Resolve']);
      expect(shownText(root.activity)).toMatch(
        /^SB-\d+ · The payout is wrong\n[^]*\nAssigned\nBo\n[^]*\nReplies here go/,
      );
      expect(teams.posts(inTeams)).toEqual([
        expect.stringMatching(
          /^What was said before\nAda · [^]*Which month is it\?[^]*Una · Acme[^]*October[^]*internal\n[^]*It is the ledger\n$/,
        ),
      ]);
      const offer = teams.messages(teams.chatOf(bo)).at(-1)!;
      expect(buttonsOn(offer)).toEqual(['Resolve', 'Hand over to …', 'Open thread']);
      expect(linksIn(offer.activity)).toContain(addressInTeams);
    });

    test('leaves word in the thread that it has left, and a card without dead buttons', async () => {
      const card = await cardInSlack();
      expect(card.shown).toBe(
        `${number} · The payout is wrong\n${number} ${MOVED}.\nThe payout is wrong\n[Open thread]\nReplies here go to Acme. Start with // to keep one here.`,
      );
      const [note, ...more] = await scene.slack.posts({ ...talk.atDesk, containing: 'moved' });
      expect(more).toEqual([]);
      expect(note!.shown).toBe(`${number} ${MOVED}.\n[Open thread]`);
      const adas = await cardOf(scene, ada, talk.ticket.id);
      expect(adas.buttons).toEqual(['Open thread']);
      for (const { blocks } of [card, note!, adas]) expect(linksIn(blocks)).toEqual([addressInTeams]);
    });

    test('goes on there: what is said in the old thread still arrives, in both other places', async () => {
      const before = await readInSlack();
      await heard(sayAs(una, talk.atMerchant, 'Any news?'));
      await scene.settle();
      teams.say(bo, inTeams, 'Paid out today');
      await scene.settle();
      await heard(sayAs(ada, talk.atDesk, 'One more thing'));
      await sayAs(ada, talk.atDesk, '// Not for them');
      await scene.settle();
      expect(teams.posts(inTeams).slice(1)).toEqual([
        'Una · Acme\nAny news?',
        'Ada\nOne more thing',
        'Ada\n// Not for them',
      ]);
      expect(await copiesIn(scene, talk.atMerchant)).toEqual([
        'Which month is it?',
        expect.stringContaining('Paid out today'),
        'One more thing',
      ]);
      expect(await readInSlack()).toEqual(before);
    });

    test('what was said before it moved is changed where it stands', async () => {
      await scene.slack.edit({ ...october, text: 'November' });
      await scene.settle();
      expect(await copiesIn(scene, talk.atDesk)).toEqual(['November']);
      const [history] = teams.posts(inTeams);
      expect([count([history!], 'November'), count([history!], 'October')]).toEqual([1, 0]);
      expect(count(teams.posts(inTeams), 'November')).toBe(1);
    });

    test('comes back to its old thread, which is told what was said meanwhile', async () => {
      await teams.click(bo, teams.messages(teams.chatOf(bo)).at(-1)!, 'Hand over to …', 'Ada');
      await scene.settle();
      const [waited, november, moved, meanwhile, ...more] = await readInSlack();
      expect(waited).toContain('waited for an agent');
      expect([november, moved, more]).toEqual(['November', `${number} ${MOVED}, and came back.`, []]);
      expect(meanwhile).toMatch(/^What was said meanwhile\nUna · Acme · .*\nAny news\?\nBo · .*\nPaid out today$/);
      expect((await cardInSlack()).buttons).toEqual(['Assign to me', 'Resolve']);
      const slack = addressInSlack();
      expect(shownText(root.activity)).toContain(`\n${number} moved to the desk in Slack.\n`);
      const note = teams.messages(inTeams).at(-1)!;
      expect(shownText(note.activity)).toBe(`${number} moved to the desk in Slack.`);
      const bos = teams.messages(teams.chatOf(bo)).at(-1)!;
      for (const post of [root, note, bos]) {
        expect(buttonsOn(post)).toEqual(['Open thread']);
        expect(linksIn(elementsIn(post.activity, 'Action.OpenUrl'))).toEqual([slack]);
      }
      await sayAs(una, talk.atMerchant, 'Thanks');
      await scene.settle();
      expect((await copiesIn(scene, talk.atDesk)).at(-1)).toBe('Thanks');
      expect(count(teams.posts(inTeams), 'Thanks')).toBe(0);
      expect(roots()).toHaveLength(1);
    });
  });

  describe('a process that dies while a ticket moves', () => {
    let order = 0;

    /** The ticket is handed over, and the process dies at this point. */
    const dieMoving = async (death: Death): Promise<void> => {
      order += 1;
      await begin(`Where is parcel ${order}?`);
      await heard(sayAs(ada, talk.atDesk, 'Said first'));
      await scene.settle();
      const dying = await scene.dieAt(death);
      await handToBo();
      expect(await dying.gone).toBe('SIGKILL');
    };
    const dieAgain = async (death: Death): Promise<void> => {
      expect(await (await scene.startApp(death)).gone).toBe('SIGKILL');
    };
    /** What is said while nobody is there is heard by the next one, which lives. */
    const live = async (): Promise<void> => {
      const saying = sayAs(talk.una, talk.atMerchant, 'Said second');
      await scene.startApp();
      await heard(saying);
      await sayAs(talk.una, talk.atMerchant, 'Said third');
      await scene.settle();
    };
    const movedNotes = async () => (await readInSlack()).filter((post) => post.includes('moved'));
    const isRepeat = ({ activity }: StandingMessage): boolean => shownText(activity).includes(SENT_AGAIN);
    /**
     * In this thread it goes on: all is there in order, and reaches the merchant. Whatever else was on its way in Teams
     * when a process died may stand there twice, and says so.
     */
    const expectGoingOn = async (root: StandingMessage) => {
      const told = teams.messages(threadIn(root));
      const isHistory = (post: StandingMessage) => shownText(post.activity).startsWith('What was said before\nAda · ');
      const histories = told.filter(isHistory);
      expect(histories.length).toBeLessThanOrEqual(1 + histories.filter(isRepeat).length);
      expect(told.map((post) => (isHistory(post) ? 'history' : shownText(post.activity)))).toEqual([
        ...histories.map(() => 'history'),
        'Una · Acme\nSaid second',
        'Una · Acme\nSaid third',
      ]);
      expect(await movedNotes()).toEqual([`${talk.ticket.ticketNumber} ${MOVED}.\n[Open thread]`]);
      expect(linksIn((await cardInSlack()).blocks)).toEqual([expect.stringContaining(`/${root.id}?`)]);
      teams.say(bo, threadIn(root), 'Found it');
      await scene.settle();
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(['Said first', 'Found it']);
    };

    test('after it was decided, and once more while the old thread is to be told', async () => {
      await dieMoving({ at: 'after-commit-before-answer', containing: 'hand-over:' });
      expect(roots()).toEqual([]);
      await dieAgain({ having: 'insertOnce', table: 'delivery' });
      expect([roots().length, await movedNotes()]).toEqual([1, []]);
      await live();
      const [root, ...more] = roots();
      expect([more, isRepeat(root!)]).toEqual([[], false]);
      await expectGoingOn(root!);
    });

    test('before its card is posted in Teams, which nobody can know then, and once more before the note', async () => {
      await dieMoving({ at: 'after-intent', containing: 'Replies here go to' });
      expect(roots()).toEqual([]);
      await dieAgain({ at: 'after-intent', containing: MOVED });
      await live();
      const [root, ...more] = roots();
      expect([more, isRepeat(root!)]).toEqual([[], true]);
      await expectGoingOn(root!);
    });

    test('before it is known that the card stands in Teams, and once more so for the history: each twice', async () => {
      await dieMoving({ at: 'after-response-before-sent', containing: 'Replies here go to' });
      await dieAgain({ at: 'after-response-before-sent', containing: 'What was said before' });
      await live();
      const [lost, root, ...more] = roots() as [StandingMessage, StandingMessage];
      expect([more, isRepeat(lost), isRepeat(root)]).toEqual([[], false, true]);
      await expectGoingOn(root);
      expect(teams.messages(threadIn(root)).slice(0, 2).map(isRepeat)).toEqual([false, true]);

      const under = threadIn(lost);
      teams.say(bo, under, 'Under the wrong one');
      await teams.untilPosted(under, 'reaches nobody');
      teams.say(bo, under, 'Is it?');
      await scene.settle();
      const [note, ...others] = teams.messages(under).filter(({ userId }) => userId === undefined);
      expect([others, linksIn(elementsIn(note!.activity, 'Action.OpenUrl'))]).toEqual([
        [],
        [expect.stringContaining(`/${root.id}?`)],
      ]);
      expect(shownText(note!.activity)).toMatch(/^The card of SB-\d+ may stand here twice/);
      expect(await copiesIn(scene, talk.atMerchant)).toEqual(['Said first', 'Found it']);
    });
  });
});
