import type { Reader } from '../../storage/unit.ts';
import { DEFAULT_RULES, type AssignmentRules } from './assignment-rules.ts';
import { RulesVersionSchema, type RulesVersion } from './rules-version.schema.ts';

/** The rules as they were last set; null while nobody has. */
export async function findRulesVersion(reader: Reader): Promise<RulesVersion | null> {
  const [latest] = await reader.find(RulesVersionSchema, { order: { id: 'DESC' }, take: 1 });
  return latest ?? null;
}

/** The rules in force. */
export const findRules = async (reader: Reader): Promise<AssignmentRules> =>
  (await findRulesVersion(reader))?.rules ?? DEFAULT_RULES;
