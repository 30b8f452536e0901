import type { Workspace } from '../world-types.ts';

export type SlackEvent = Readonly<Record<string, unknown>>;

/** docs.slack.dev/apis/events-api: what stands around every event. */
export function composeEnvelope(event: SlackEvent, workspace: Workspace, eventId: string): Record<string, unknown> {
  return {
    token: 'legacy-verification-token',
    team_id: workspace.teamId,
    context_team_id: workspace.teamId,
    context_enterprise_id: null,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.teamId,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
