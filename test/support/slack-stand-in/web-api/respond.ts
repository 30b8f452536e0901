import { refusal, type Answer } from './answer.ts';
import type { ApiError } from './api-error.ts';
import { Arguments } from './arguments.ts';
import { removeMessage, updateMessage } from './change-message.ts';
import type { Call, Method, Outcome } from './method.ts';
import { postEphemeral, postMessage } from './post-message.ts';

/** By this name the uses of a `response_url` are in the ledger, and faults find them. */
export const RESPONSE_URL = 'response_url';

/**
 * What is sent to a click's `response_url` (docs.slack.dev/interactivity/handling-user-interaction#message_responses):
 * without a word of where, it is shown to the person who clicked.
 */
export function respond(call: Call): Outcome {
  const { change } = wayOf(call)(call);
  return { body: {}, ...(change === undefined ? {} : { change }) };
}

function wayOf({ args }: Call): Method {
  if (args.flag('delete_original')) return removeMessage;
  if (args.flag('replace_original')) return replaceMessage;
  return args.text('response_type') === 'in_channel' ? postMessage : postEphemeral;
}

/** Other than by chat.update nothing of the old words stays: a text alone takes the blocks away. */
function replaceMessage(call: Call): Outcome {
  return updateMessage({ ...call, args: new Arguments({ blocks: [], ...call.args.values }) });
}

const GONE = new Set(['no_service', 'expired_url', 'used_url']);

/** Unlike the Web API's methods it refuses with a status, as incoming webhooks do. */
export const responseRefusal = ({ code, details }: ApiError): Answer => ({
  ...refusal(code, details),
  status: GONE.has(code) ? 404 : 400,
});
