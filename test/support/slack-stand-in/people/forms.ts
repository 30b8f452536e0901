import type { Part } from '../block-elements.ts';
import type { EventDispatcher } from '../events/event-dispatcher.ts';
import type { HttpResult, ResubmitRequest, ShortcutRequest, ShownView, Submitted, SubmitRequest } from '../protocol.ts';
import { checkView } from '../views/check-view.ts';
import { fillIn, look, wireView, type OpenView } from '../views/views.ts';
import type { ResponseUrls } from '../web-api/response-urls.ts';
import { wireMessage } from '../wire-message.ts';
import type { World } from '../world.ts';
import { interactionName } from './compose-click.ts';

const INTERACTIONS_PATH = '/slack/interactions';

/** What people do in modals, and in the menus of messages. */
export class Forms {
  constructor(
    private readonly world: World,
    private readonly events: EventDispatcher,
    private readonly responseUrls: ResponseUrls,
  ) {}

  /** docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
  shortcut({ channel: channelId, ts, user: userId, name, to, triggerId }: ShortcutRequest): Promise<HttpResult> {
    const channel = this.world.channel(channelId);
    const workspace = this.world.workspace(channel.teamId);
    const user = this.world.user(userId);
    const message = this.world.message(channelId, ts);
    const place = { channel: channel.id, ts, user: user.id, teamId: workspace.teamId };
    const payload = {
      type: 'message_action',
      token: 'legacy-verification-token',
      action_ts: this.world.timestamps.next(),
      team: { id: workspace.teamId, domain: workspace.name.toLowerCase() },
      user: { id: user.id, username: user.displayName.toLowerCase(), team_id: user.teamId, name: user.displayName },
      channel: { id: channel.id, name: interactionName(channel) },
      is_enterprise_install: false,
      enterprise: null,
      callback_id: name,
      trigger_id: this.world.triggers.issue(user.id, triggerId),
      response_url: this.responseUrls.issue(place),
      message_ts: ts,
      message: wireMessage(message, workspace, 'none'),
    };
    return this.events.sendForm(INTERACTIONS_PATH, { payload: JSON.stringify(payload) }, to);
  }

  /** The modal that somebody sees; null where none is open. */
  view(user: string): ShownView | null {
    const open = this.world.views.ofUser(user);
    return open ? look(open) : null;
  }

  /** docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
  async submit({ user: userId, filled, unchecked = false, to, copies = 1 }: SubmitRequest): Promise<Submitted[]> {
    const user = this.world.user(userId);
    const open = this.world.views.ofUser(userId);
    if (!open) throw new Error(`${userId} has no modal open.`);
    const { teamId, name, appId } = this.world.workspace(this.world.home.teamId);
    const payload = JSON.stringify({
      type: 'view_submission',
      team: { id: teamId, domain: name.toLowerCase() },
      user: { id: user.id, username: user.displayName.toLowerCase(), name: user.displayName, team_id: user.teamId },
      api_app_id: appId,
      token: 'legacy-verification-token',
      trigger_id: this.world.triggers.issue(user.id),
      view: wireView(open, fillIn(open, filled, unchecked)),
      response_urls: [],
      is_enterprise_install: false,
    });
    return Promise.all(Array.from({ length: copies }, () => this.#send(open, payload, to)));
  }

  /** The very same submission again, with a signature of now. */
  resubmit({ payload, to }: ResubmitRequest): Promise<HttpResult> {
    return this.events.sendForm(INTERACTIONS_PATH, { payload }, to);
  }

  async #send(open: OpenView, payload: string, to: number | undefined): Promise<Submitted> {
    const result = await this.events.sendForm(INTERACTIONS_PATH, { payload }, to);
    if (result.status === 200) follow(open, result.body);
    return { ...result, payload };
  }
}

/** What the answer does to the modal. Where there is no good answer, Slack says so in it and leaves it open. */
function follow(open: OpenView, body: string): void {
  const answer = body === '' ? {} : (JSON.parse(body) as Part);
  switch (answer['response_action']) {
    case undefined:
    case 'clear':
      open.isOpen = false;
      return;
    case 'errors':
      open.errors = answer['errors'] as Record<string, string>;
      checkErrors(open);
      return;
    case 'update':
      open.view = checkView(answer['view']);
      open.errors = {};
      return;
    default:
      throw new Error(`Slack knows no response_action ${String(answer['response_action'])}.`);
  }
}

/** Slack shows an error of its own when one of ours is at no input. */
function checkErrors({ view, errors }: OpenView): void {
  const names = new Set((view['blocks'] as readonly Part[]).map(({ block_id: name }) => name));
  const lost = Object.keys(errors).find((name) => !names.has(name));
  if (lost !== undefined) throw new Error(`An error stands at ${lost}, which is no input of the modal.`);
}
