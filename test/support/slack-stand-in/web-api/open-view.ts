import { checkView } from '../views/check-view.ts';
import { wireView } from '../views/views.ts';
import { ApiError } from './api-error.ts';
import type { Call, Outcome } from './method.ts';

/** docs.slack.dev/reference/methods/views.open */
export function openView({ args, world }: Call): Outcome {
  const view = checkView(args.structure('view', 'invalid_arguments'));
  const user = world.triggers.exchange(args.required('trigger_id', 'invalid_arguments'));
  if (!world.findUser(user)) throw new ApiError('invalid_trigger_id');
  return { body: { view: wireView(world.views.open(user, view)) } };
}
