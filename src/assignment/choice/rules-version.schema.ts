import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';
import type { AssignmentRules } from './assignment-rules.ts';

/** The rules as somebody once set them. The latest are in force; the earlier ones tell who changed what. */
export interface RulesVersion {
  readonly id: number;
  readonly rules: AssignmentRules;
  /** The key with which they were set: `admin`, `key-7`. */
  readonly setBy: string;
  readonly setAt: Date;
}

export const RulesVersionSchema = table<RulesVersion>({
  name: 'assignment_rules',
  columns: { id: columns.id(), rules: columns.json(), setBy: columns.key(190), setAt: columns.time() },
});
