import type { Answer } from '../../../src/chat/inbound-event.ts';
import type { Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import type { Forms } from '../forms/forms.ts';
import { readAction } from '../reading/read-action.ts';
import { readOpening } from '../reading/read-opening.ts';
import { readShortcut } from '../reading/read-shortcut.ts';
import { readSubmission } from '../reading/read-submission.ts';
import { clickAnswer, dialogAnswer, formAnswer, tryAgain, tryFormAgain, tryLater } from './invoke-answers.ts';

/** What a response to an invoke says, by the Bot Framework's word for it. */
export interface InvokeResponse {
  readonly status: number;
  readonly body?: object | undefined;
}

/** A request of Teams' on which somebody waits. */
interface Invoke {
  readonly read: (activity: TeamsActivity, forms: Forms) => Reading;
  readonly answer: (answer: Answer, activity: TeamsActivity, forms: Forms) => object;
  /** What they see when it could not be taken now: Teams does not ask again. */
  readonly sorry: (activity: TeamsActivity, forms: Forms) => object;
}

const OPENED: Invoke = { read: readOpening, answer: dialogAnswer, sorry: tryLater };
const SENT: Invoke = { read: readSubmission, answer: formAnswer, sorry: tryFormAgain };

const INVOKES: ReadonlyMap<string | undefined, Invoke> = new Map([
  ['adaptiveCard/action', { read: readAction, answer: clickAnswer, sorry: tryAgain }],
  ['task/fetch', OPENED],
  ['task/submit', SENT],
  ['composeExtension/fetchTask', { ...OPENED, read: readShortcut }],
  ['composeExtension/submitAction', SENT],
]);

/** The invokes that our app has asked for; undefined for whatever is no invoke, or none of them. */
export const invokeOf = ({ type, name }: TeamsActivity): Invoke | undefined =>
  type === 'invoke' ? INVOKES.get(name) : undefined;

/** As botbuilder's own handlers answer a request for what a bot does not do. */
export const NOT_IMPLEMENTED: InvokeResponse = { status: 501 };
