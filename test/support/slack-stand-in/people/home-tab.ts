import { findElements, labelOf } from '../block-elements.ts';
import type { EventDispatcher } from '../events/event-dispatcher.ts';
import { pickOne } from '../pick-one.ts';
import type { Clicked, HomeClickRequest, HomeRequest, SentEvent, ShownHome } from '../protocol.ts';
import { blocksOf, lookAtHome } from '../views/homes.ts';
import type { World } from '../world.ts';

const INTERACTIONS_PATH = '/slack/interactions';

/** What people do in the app's home tab. */
export class HomeTab {
  constructor(
    private readonly world: World,
    private readonly events: EventDispatcher,
  ) {}

  /** docs.slack.dev/reference/events/app_home_opened */
  open({ user: userId, teamId = this.world.home.teamId, tab = 'home', delivery }: HomeRequest): SentEvent {
    const user = this.world.user(userId);
    const view = this.world.homes.find(teamId, user.id);
    const event = {
      type: 'app_home_opened',
      user: user.id,
      channel: this.world.openDirect(teamId, user.id).id,
      tab,
      event_ts: this.world.timestamps.next(),
      ...(view && { view }),
    };
    return { eventId: this.events.dispatch(event, this.world.workspace(teamId), delivery).eventId };
  }

  look(user: string, teamId = this.world.home.teamId): ShownHome | null {
    const home = this.world.homes.find(teamId, user);
    return home ? lookAtHome(home) : null;
  }

  /** A click has no `response_url` here (docs.slack.dev/reference/interaction-payloads/block_actions-payload). */
  async click({
    user: userId,
    label,
    nth = 0,
    seen,
    to,
    teamId = this.world.home.teamId,
  }: HomeClickRequest): Promise<Clicked> {
    const user = this.world.user(userId);
    const workspace = this.world.workspace(teamId);
    const home = this.world.homes.find(teamId, user.id);
    if (!home) throw new Error(`${userId} has no home yet.`);
    const found = findElements(seen?.blocks ?? blocksOf(home)).filter(({ element }) => labelOf(element) === label);
    const { blockId, element } = pickOne(found.slice(nth, nth + 1), {
      wanted: `button "${label}" to click`,
      isIt: () => true,
      nameOf: () => label,
    });
    if (element.type !== 'button') throw new Error(`"${label}" is no button.`);
    const username = user.displayName.toLowerCase();
    const payload = JSON.stringify({
      type: 'block_actions',
      user: { id: user.id, username, name: username, team_id: user.teamId },
      api_app_id: workspace.appId,
      token: 'legacy-verification-token',
      container: { type: 'view', view_id: home['id'] },
      trigger_id: this.world.triggers.issue(user.id),
      team: { id: workspace.teamId, domain: workspace.name.toLowerCase() },
      enterprise: null,
      is_enterprise_install: false,
      view: { ...home, state: { values: {} } },
      actions: [
        {
          action_id: element.action_id,
          block_id: blockId,
          text: element.text,
          type: element.type,
          action_ts: this.world.timestamps.next(),
        },
      ],
    });
    return { ...(await this.events.sendForm(INTERACTIONS_PATH, { payload }, to)), payload };
  }
}
