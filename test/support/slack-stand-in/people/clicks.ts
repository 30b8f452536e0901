import { findElements, labelOf, type Option, type PlacedElement } from '../block-elements.ts';
import type { EventDispatcher } from '../events/event-dispatcher.ts';
import { pickOne } from '../pick-one.ts';
import type { Clicked, ClickRequest, HttpResult, ReclickRequest } from '../protocol.ts';
import type { ResponseUrls } from '../web-api/response-urls.ts';
import type { Channel, User } from '../world-types.ts';
import type { World } from '../world.ts';
import { composeClick, type ClickTarget } from './compose-click.ts';

const INTERACTIONS_PATH = '/slack/interactions';

/** What people do to the buttons and selects of our messages: the app is told, and told where to answer. */
export class Clicks {
  constructor(
    private readonly world: World,
    private readonly events: EventDispatcher,
    private readonly responseUrls: ResponseUrls,
  ) {}

  /** Copies are clicks of their own, all sent before one is answered. */
  click(request: ClickRequest): Promise<Clicked[]> {
    const target = this.#find(request);
    const send = async (): Promise<Clicked> => {
      const payload = this.#compose(target);
      return { ...(await this.#send(payload, request.to)), payload };
    };
    return Promise.all(Array.from({ length: request.copies ?? 1 }, send));
  }

  /** The same click again, with a signature of now. */
  repeat({ payload, copies = 1, to }: ReclickRequest): Promise<HttpResult[]> {
    return Promise.all(Array.from({ length: copies }, () => this.#send(payload, to)));
  }

  #find(request: ClickRequest): ClickTarget {
    const channel = this.world.channel(request.channel);
    const user = this.world.user(request.user);
    requireSight(channel, user);
    const present = this.world.message(channel.id, request.ts);
    const { seen = present } = request;
    const message = { ...present, text: seen.text, blocks: seen.blocks ?? [] };
    const placed = findElement(message.blocks, request);
    const option = findOption(placed, request.choice);
    const workspace = this.world.workspace(message.teamId);
    return { user, channel, workspace, message, placed, ...(option === undefined ? {} : { option }) };
  }

  #compose(target: ClickTarget): string {
    const { channel, message, user, workspace } = target;
    const place = { channel: channel.id, ts: message.ts, user: user.id, teamId: workspace.teamId };
    const triggerId = this.world.triggers.issue(user.id);
    const answers = { responseUrl: this.responseUrls.issue(place), triggerId };
    return JSON.stringify(composeClick(target, this.world.timestamps.next(), answers));
  }

  #send(payload: string, to: number | undefined): Promise<HttpResult> {
    return this.events.sendForm(INTERACTIONS_PATH, { payload }, to);
  }
}

function requireSight({ id, members }: Channel, user: User): void {
  if (members.length > 0 && !members.includes(user.id))
    throw new Error(`${user.id} is not in ${id} and sees nothing of it.`);
}

function findElement(blocks: readonly unknown[], { label, action }: ClickRequest): PlacedElement {
  const wanted = [label === undefined ? '' : `"${label}"`, action === undefined ? '' : `(${action})`].join(' ').trim();
  return pickOne(findElements(blocks), {
    wanted: `button or select ${wanted} to click`,
    isIt: ({ element }) =>
      (label === undefined || labelOf(element) === label) && (action === undefined || element.action_id === action),
    nameOf: ({ element }) => `"${labelOf(element)}" (${element.action_id})`,
  });
}

function findOption({ element }: PlacedElement, choice: string | undefined): Option | undefined {
  const label = labelOf(element);
  if (element.type === 'button') {
    if (choice !== undefined) throw new Error(`"${label}" is a button: there is nothing to choose.`);
    return undefined;
  }
  return pickOne(element.options, {
    wanted: `option ${choice === undefined ? '(give a choice)' : `"${choice}"`} in "${label}"`,
    isIt: ({ text, value }) => text.text === choice || value === choice,
    nameOf: ({ text }) => `"${text.text}"`,
  });
}
