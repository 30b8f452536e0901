import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** How we reach a place, or a person, on a platform whose service has more than one address. */
export interface ReferenceRow {
  readonly id: number;
  readonly platform: string;
  readonly workspaceId: string;
  readonly placeId: string;
  readonly conversationId: string;
  readonly serviceUrl: string;
  readonly teamId: string | null;
  readonly heardAt: Date;
}

export const ReferenceSchema = table<ReferenceRow>({
  name: 'conversation_reference',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    placeId: columns.key(190),
    conversationId: columns.key(190),
    serviceUrl: columns.key(500),
    teamId: columns.key(190, { nullable: true }),
    heardAt: columns.time(),
  },
  indices: [
    { name: 'reference_place', columns: ['platform', 'workspaceId', 'placeId'], unique: true },
    { name: 'reference_workspace', columns: ['platform', 'workspaceId', 'heardAt'] },
  ],
});
