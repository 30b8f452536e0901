import type { Unit } from '../../storage/unit.ts';
import type { AssignmentDeps } from '../assignment-deps.ts';
import type { AssignmentRules } from './assignment-rules.ts';
import { queueMoved, queueOfferWaiting } from '../queue-jobs.ts';
import { RulesVersionSchema, type RulesVersion } from './rules-version.schema.ts';

/** From now on agents are chosen by these rules. Offers that are under way keep their time; what waits looks again. */
export async function setRules(
  { clock, jobs }: AssignmentDeps,
  unit: Unit,
  rules: AssignmentRules,
  setBy: string,
): Promise<RulesVersion> {
  const version = { rules, setBy, setAt: clock.now() };
  const id = await unit.insert(RulesVersionSchema, version);
  await queueOfferWaiting(jobs, unit, null);
  await queueMoved(jobs, unit);
  return { id, ...version };
}
