import { columns } from '../../storage/columns.ts';
import { table } from '../../storage/table.ts';

/** Where a file is read on a platform that says so only once. */
export interface FileAddressRow {
  readonly id: number;
  readonly platform: string;
  readonly workspaceId: string;
  readonly nativeId: string;
  readonly url: string;
  readonly name: string;
  readonly keptAt: Date;
}

export const FileAddressSchema = table<FileAddressRow>({
  name: 'file_address',
  columns: {
    id: columns.id(),
    platform: columns.key(20),
    workspaceId: columns.key(100),
    nativeId: columns.key(190),
    url: columns.longProse(),
    name: columns.prose(255),
    keptAt: columns.time(),
  },
  indices: [
    { name: 'file_address_file', columns: ['platform', 'workspaceId', 'nativeId'], unique: true },
    { name: 'file_address_kept', columns: ['keptAt'] },
  ],
});
