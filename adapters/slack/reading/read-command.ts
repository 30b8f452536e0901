import { z } from 'zod';
import type { CommandGiven } from '../../../src/chat/inbound-event.ts';
import { keyOf } from './key-of.ts';
import { readMrkdwn } from '../text/read-mrkdwn.ts';
import { surprising, type Reading } from '../../../src/chat/reading.ts';
import { SLACK } from '../slack-config.ts';
import { SLACK_COMMANDS, type SlackCommand } from '../slack-surface.ts';

const id = z.string().min(1);

/** docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
const commandSchema = z.object({
  team_id: id,
  channel_id: id,
  channel_name: z.string().catch(''),
  user_id: id,
  text: z.string().catch(''),
  thread_ts: id.optional().catch(undefined),
  /** New with each command, and the same in whatever brings it again. */
  trigger_id: id,
});

/** What Slack calls a conversation that has no name: of two people, or of a few. */
const WITHOUT_NAME = /^(directmessage$|mpdm-)/;

/** Which of our commands it is; undefined for one of which we know nothing. */
export function commandOf({ command }: Readonly<Record<string, unknown>>): SlackCommand | undefined {
  const name = typeof command === 'string' ? command.replace(/^\//, '').toLowerCase() : '';
  return isOurs(name) ? name : undefined;
}

const isOurs = (name: string): name is SlackCommand => Object.hasOwn(SLACK_COMMANDS, name);

/** A slash command as the order that a person gave. @param at when it came: Slack does not say when it was given */
export function readCommand(name: SlackCommand, body: unknown, at: Date): Reading<CommandGiven> {
  const command = commandSchema.safeParse(body).data;
  if (!command) return surprising('malformed slash command');
  const { team_id: workspaceId, channel_id: channelId, user_id: userId, thread_ts: threadId } = command;
  return {
    kind: 'command-given',
    key: keyOf(SLACK, channelId, 'command', userId, command.trigger_id),
    platform: SLACK,
    workspaceId,
    channelId,
    ...(threadId !== undefined && { threadId }),
    userId,
    name,
    text: readMrkdwn(command.text),
    isDirect: channelId.startsWith('D') || WITHOUT_NAME.test(command.channel_name),
    at,
  };
}
