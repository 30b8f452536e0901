import type { DataSourceOptions, EntitySchema, MixedList } from 'typeorm';
import { columnFor } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { table } from './table.ts';

export interface StorageOptions {
  /** `sqlite:./path/to/file.db` or `mysql://user:password@host:3306/database` */
  readonly url: string;
  readonly schemas: readonly EntitySchema[];
  readonly migrations: NonNullable<DataSourceOptions['migrations']>;
}

/** The options that both databases share. */
export function commonOptions({ schemas, migrations }: StorageOptions, database: Dialect['database']) {
  return {
    entities: schemas.map((schema) => schemaFor(database, schema)) as MixedList<EntitySchema>,
    migrations,
    migrationsTransactionMode: 'each' as const,
    // Without these, `findOneBy({id: undefined})` answers with the first row.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' } as const,
  };
}

/** TypeORM finds a schema by its name, so rooms go on using the one that they declared. */
function schemaFor(database: Dialect['database'], { options }: EntitySchema): EntitySchema {
  const columns = Object.entries(options.columns).flatMap(([name, column]) =>
    column === undefined ? [] : [[name, columnFor(database, column)] as const],
  );
  const indices = (options.indices ?? []) as Parameters<typeof table>[0]['indices'];
  return table({ name: options.name, columns: Object.fromEntries(columns), ...(indices && { indices }) });
}
