import type { Part } from '../block-elements.ts';
import { ApiError, explained } from './api-error.ts';
import { checkBlocks } from './check-content.ts';
import type { Call, Outcome } from './method.ts';

const BLOCK_LIMIT = 100;
const SIZE_LIMIT = 250_000;
const MODAL_FIELDS = ['title', 'submit', 'close'];

/** docs.slack.dev/reference/methods/views.publish */
export function publishView({ args, world, workspace }: Call): Outcome {
  const view = checkHome(args.structure('view', 'invalid_arguments'));
  const user = world.findUser(args.required('user_id', 'invalid_arguments'));
  if (!user) throw explained('invalid_arguments', 'invalid `user_id`');
  return { body: { view: world.homes.publish(workspace.teamId, user.id, view) } };
}

function checkHome(view: unknown): Part {
  if (typeof view !== 'object' || view === null) throw new ApiError('invalid_arguments');
  const home = view as Part;
  if (home['type'] !== 'home') throw explained('invalid_arguments', 'invalid type [/view/type]');
  if (MODAL_FIELDS.some((field) => field in home)) throw explained('invalid_arguments', 'a home has only blocks');
  if (JSON.stringify(home).length > SIZE_LIMIT) throw new ApiError('view_too_large');
  return { ...home, blocks: checkBlocks(home['blocks'] ?? [], BLOCK_LIMIT) };
}
