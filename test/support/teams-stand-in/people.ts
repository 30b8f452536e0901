import { randomUUID } from 'node:crypto';
import { MESSAGES_PATH } from '../../../adapters/teams/receiving/messages-endpoint.ts';
import { waitFor } from '../wait-for.ts';
import { activityOf, clickOn, conversationOf, writtenWords, type TeamsPlace } from './client-activities.ts';
import { consentTo } from './file-cards.ts';
import { shownText } from './shown-text.ts';
import type { TeamsStandIn } from './start-teams-stand-in.ts';
import { Telling, type Sent } from './telling.ts';
import type { StandingMessage, TeamsPerson } from './world.ts';

/** What a person said, where, and how it was told. */
export interface SaidInTeams {
  readonly id: string;
  readonly place: TeamsPlace;
  readonly by: TeamsPerson;
  readonly sent: Sent;
}

/** Formatted words as a client sends them: HTML in an attachment, and the same without form. */
export interface Formatted {
  readonly html: string;
  readonly text: string;
}

export interface ClickAnswer {
  readonly status: number;
  readonly type: string;
  /** Words, or the card that is shown in place. */
  readonly value: unknown;
}

type Words = string | Formatted;

/** People in a Teams of one's own, what they do and see; Teams tells our bot of it. */
export class TeamsPeople {
  readonly #telling: Telling;

  constructor(readonly teams: TeamsStandIn) {
    this.#telling = new Telling(teams);
  }

  get tenantId(): string {
    return this.teams.app.tenantId;
  }

  /** Where the replicas of the product listen. */
  setAppUrls(urls: readonly string[]): void {
    this.#telling.setUrls(urls.map((url) => `${url}${MESSAGES_PATH}`));
  }

  stop(): Promise<void> {
    return this.teams.stop();
  }

  /** Waits until all that was told is answered; rejects when the product has refused some of it. */
  quiet(): Promise<void> {
    return this.#telling.quiet();
  }

  /** Sends it once, as it was sent before. */
  replay(sent: Sent): Promise<{ readonly status: number; readonly text: string }> {
    return this.#telling.once(sent);
  }

  add(name: string): TeamsPerson {
    const person = { id: `29:1${randomUUID()}`, name, aadObjectId: randomUUID() };
    this.teams.world.people.set(person.id, person);
    return person;
  }

  /** Somebody makes a channel in a team that has our app: from then on our bot knows where it is reached. */
  addChannel(name: string): TeamsPlace {
    const conversation = `19:${name}-${randomUUID()}@thread.tacv2`;
    this.teams.world.channels.add(conversation);
    const place: TeamsPlace = { conversation, team: conversation };
    const told = { type: 'conversationUpdate', eventType: 'channelCreated' };
    this.#tell({ id: `f:${randomUUID()}`, place, by: this.add('Owner') }, told);
    return place;
  }

  chatOf({ id }: TeamsPerson): TeamsPlace {
    return { conversation: this.teams.world.directOf(id), kind: 'personal' };
  }

  /** That it was said is on its way to our bot when this returns. `@Switchboard` in plain words is a mention. */
  say(by: TeamsPerson, place: TeamsPlace, words: Words): SaidInTeams {
    const { id } = this.teams.world.add(conversationOf(place), by.id, wordsOf(words));
    const said = { id, place, by };
    return { ...said, sent: this.#tell(said, { type: 'message', ...this.#written(words) }) };
  }

  /** A picture is told as one that was pasted; any other file stands in SharePoint, and only what it is called is told. */
  send(by: TeamsPerson, place: TeamsPlace, kind: 'picture' | 'document', name: string): Sent {
    const { world } = this.teams;
    const { id } = world.add(conversationOf(place), by.id, { text: '' });
    const attachment = kind === 'picture' ? this.#picture(name) : document(name);
    return this.#tell({ id, place, by }, { type: 'message', text: '', textFormat: 'plain', attachments: [attachment] });
  }

  #picture(name: string): object {
    const path = `${randomUUID()}/views/original`;
    this.teams.world.pictures.add(path);
    return { contentType: 'image/png', contentUrl: `${this.teams.serviceUrl}v3/attachments/${path}`, name };
  }

  /** How often our bot was shown to be writing there. */
  typings({ conversation, threadId }: TeamsPlace): readonly object[] {
    const { typings } = this.teams.world;
    return typings.filter((one) => one.conversationId === conversation && one.threadId === threadId);
  }

  edit(said: SaidInTeams, words: Words): Sent {
    this.#find(said).activity = wordsOf(words);
    return this.#tell(said, { type: 'messageUpdate', ...changed('editMessage', this.#written(words)) });
  }

  /** Takes it away; it can be brought back. */
  remove(said: SaidInTeams): Sent {
    this.#find(said).isGone = true;
    return this.#tell(said, { type: 'messageDelete', ...changed('softDeleteMessage') });
  }

  bringBack(said: SaidInTeams, words: Words): Sent {
    this.#find(said).isGone = false;
    return this.#tell(said, { type: 'messageUpdate', ...changed('undeleteMessage', this.#written(words)) });
  }

  /** Puts a reaction on a post of our bot's, or takes it off: of others Teams tells nothing. @param type `like`, `1f440_eyes` */
  react(by: TeamsPerson, post: StandingMessage, type: string, isOn = true): Sent {
    const place = placeOf(post);
    const reactions = { [isOn ? 'reactionsAdded' : 'reactionsRemoved']: [{ type }] };
    const told = { type: 'messageReaction', replyToId: post.id, ...reactions };
    return this.#tell({ id: `f:${randomUUID()}`, place, by }, told, post.id);
  }

  /**
   * Clicks a button of a card that stands there, which Teams tells twice.
   * @param choice what is chosen in the list beside it
   * @returns what each of the responses says
   */
  click(by: TeamsPerson, post: StandingMessage, title: string, choice?: string): Promise<ClickAnswer[]> {
    const place = placeOf(post);
    const activity = this.#activity({ id: `f:${randomUUID()}`, place, by }, clickOn(post, title, choice), post.id);
    const sent = { activity, authorization: `Bearer ${this.teams.token()}` };
    return Promise.all([this.#invoke(sent), this.#invoke(sent)]);
  }

  /**
   * Answers whether they want a file that a post offers. Teams tells it twice, and once more by another id.
   * @param at where it is told to come from: where the post stands, unless somebody takes its question elsewhere
   * @returns the statuses of the responses
   */
  async answerOffer(
    by: TeamsPerson,
    post: StandingMessage,
    action: 'accept' | 'decline',
    at: TeamsPlace = placeOf(post),
  ): Promise<number[]> {
    const told = consentTo(post, action, (name) => this.teams.uploadUrl(name));
    const tell = async (id: string) => {
      const activity = this.#activity({ id, place: at, by }, told);
      return (await this.#telling.once({ activity, authorization: `Bearer ${this.teams.token()}` })).status;
    };
    const [first, later] = [`f:${randomUUID()}`, `f:${randomUUID()}`];
    return [...(await Promise.all([tell(first), tell(first)])), await tell(later)];
  }

  async #invoke(sent: Sent): Promise<ClickAnswer> {
    const { status, text } = await this.#telling.once(sent);
    const { type, value } = JSON.parse(text) as { readonly type: string; readonly value: unknown };
    return { status, type, value };
  }

  /** What stands in a thread, in a channel outside of threads, or in a chat. */
  messages({ conversation, threadId }: TeamsPlace): readonly StandingMessage[] {
    return this.teams.world.in(conversation, threadId);
  }

  /** Of our bot's posts there the one that shows these words; waits for it. */
  untilPosted(place: TeamsPlace, words: string): Promise<StandingMessage> {
    const find = () =>
      this.messages(place).find(({ userId, activity }) => userId === undefined && shownText(activity).includes(words));
    const explain = () =>
      this.messages(place)
        .map(({ activity }) => shownText(activity))
        .join('\n');
    return waitFor(find, { what: `a post in Teams that shows: ${words}`, explain, timeoutMs: 20_000 });
  }

  /** What our bot has posted there, as it is shown. */
  posts(place: TeamsPlace): string[] {
    const ours = this.messages(place).filter(({ userId }) => userId === undefined);
    return ours.map(({ activity }) => shownText(activity));
  }

  #find({ id, place }: Pick<SaidInTeams, 'id' | 'place'>): StandingMessage {
    const found = this.teams.world.said(place.conversation, id);
    if (!found) throw new Error(`Nobody has said ${id}.`);
    return found;
  }

  #written(words: Words): Readonly<Record<string, unknown>> {
    if (typeof words !== 'string') {
      const attachments = [{ contentType: 'text/html', content: words.html }];
      return { text: words.text, textFormat: 'plain', attachments };
    }
    return writtenWords(this.teams, words);
  }

  #tell(said: Omit<SaidInTeams, 'sent'>, more: Readonly<Record<string, unknown>>, root?: string): Sent {
    return this.#telling.begin(this.#activity(said, more, root));
  }

  #activity(
    { id, place, by }: Omit<SaidInTeams, 'sent'>,
    more: Readonly<Record<string, unknown>>,
    root = id,
  ): Sent['activity'] {
    return activityOf(this.teams, { by, place, root }, { id, ...more });
  }
}

const placeOf = ({ conversationId: conversation, threadId }: StandingMessage): TeamsPlace =>
  conversation.startsWith('19:') ? { conversation, team: conversation, threadId } : { conversation, kind: 'personal' };

const wordsOf = (words: Words): StandingMessage['activity'] =>
  typeof words === 'string' ? { text: words } : { ...words };

const document = (name: string): object => ({
  contentType: 'reference',
  contentUrl: `https://acme.sharepoint.com/sites/support/${encodeURIComponent(name)}`,
  name,
});

const changed = (eventType: string, written: object = {}) => ({ eventType, ...written });
