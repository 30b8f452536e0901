import type { ShownView, Submitted } from '../slack-stand-in/protocol.ts';
import type { User } from '../slack-stand-in/world-types.ts';
import type { Scene } from './scene.ts';

/** What somebody's modal shows; waits for it. */
export const untilForm = ({ slack }: Scene, { id, displayName }: User): Promise<ShownView> =>
  slack.until(`${displayName} to see a form`, () => slack.view(id));

/** What stands at the inputs of a form, by their labels. */
export const valuesIn = ({ inputs }: ShownView): Record<string, string> =>
  Object.fromEntries(inputs.map(({ label, value }) => [label, value]));

/** What is wrong in the form that somebody sees, by the labels of the inputs. */
export async function errorsFor({ slack }: Scene, { id }: User): Promise<Record<string, string>> {
  const view = await slack.view(id);
  return Object.fromEntries(
    (view?.inputs ?? []).flatMap(({ label, error }) => (error === undefined ? [] : [[label, error]])),
  );
}

/** Somebody sends the form that they see. */
export async function submit(
  { slack }: Scene,
  { id: user }: User,
  filled: Readonly<Record<string, string>> = {},
  how: { readonly unchecked?: boolean } = {},
): Promise<Submitted> {
  const [submitted] = await slack.submit({ user, filled, ...how });
  if (submitted!.answeredAt - submitted!.sentAt > 3_000) throw new Error('The form was answered too late.');
  return submitted!;
}
