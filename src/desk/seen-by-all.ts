import type { CommandGiven } from '../chat/inbound-event.ts';
import type { DeskDeps } from './desk-deps.ts';

/** Whether everybody in a place reads what is meant for one of them there. */
export const isSeenByAll = (
  { platforms }: Pick<DeskDeps, 'platforms'>,
  { platform, isDirect = false }: Pick<CommandGiven, 'platform'> & { readonly isDirect?: boolean },
): boolean => !isDirect && platforms.get(platform)?.abilities.answersPrivately === false;
