import type { Answer, CommandGiven } from '../../chat/inbound-event.ts';
import { refuse } from '../../errors.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { isSeenByAll } from '../seen-by-all.ts';
import { tellRefusal, type Told } from '../told.ts';
import { checkAllowed } from './check-allowed.ts';
import { orderSignAt } from '../order-sign.ts';
import { repeated } from './order.ts';
import { followJoin } from './join.ts';
import { plainWord, readWords } from './read-words.ts';
import { followTicket } from './ticket.ts';
import { helpAfter, SUBCOMMANDS } from './subcommands.ts';

/** An order, and what the person who gave it is told: what was done, what is possible, or why nothing was changed. */
export async function takeCommand(deps: DeskDeps, event: CommandGiven): Promise<Told> {
  const sign = orderSignAt(deps.platforms, event);
  const said = await follow(deps, event, sign).catch(tellRefusal);
  const answer = typeof said === 'string' ? ({ kind: 'say-privately', text: said } as const) : said;
  return { effect: said === repeated({ sign }) ? 'duplicate' : 'taken', answer };
}

function follow(deps: DeskDeps, event: CommandGiven, sign: string): Promise<string | Answer> {
  switch (event.name) {
    case 'ticket':
      return followTicket(deps, event);
    case 'join':
      return followJoin(deps, event, sign);
    default:
      return followDesk(deps, event, sign);
  }
}

async function followDesk(deps: DeskDeps, event: CommandGiven, sign: string): Promise<string | Answer> {
  const [first, ...words] = readWords(event.text);
  const name = first === undefined ? 'help' : plainWord(first);
  const subcommand = name === undefined ? undefined : SUBCOMMANDS.get(name);
  if (!subcommand)
    return helpAfter(deps, event, first?.kind === 'word' ? `“${first.text}” is nothing that I know.` : '', sign);
  await checkAllowed(deps, event, subcommand.allowed, sign);
  if (subcommand.isSecret) checkUnseen(deps, event);
  const by = { kind: 'person', id: event.userId, source: event.platform } as const;
  return subcommand.run(deps, { event, words, by, sign });
}

/** @throws AppError where others would read the answer, too */
function checkUnseen(deps: DeskDeps, event: CommandGiven): void {
  if (!isSeenByAll(deps, event)) return;
  throw refuse('The answer is for you alone, and all could read it here: write this to me in a chat of our own.');
}
