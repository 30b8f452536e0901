import type { EntitySchemaColumnOptions, QueryRunner, TableColumnOptions, ValueTransformer } from 'typeorm';
import type { Dialect } from './dialect.ts';

type Column = EntitySchemaColumnOptions;
interface Nullable {
  readonly nullable?: boolean;
}

const epochMs: ValueTransformer = {
  to: (value: unknown) => (value instanceof Date ? value.getTime() : value),
  from: (value: unknown) => (value === null || value === undefined ? null : new Date(Number(value))),
};

/** MySQL's driver gives bigint as text; all ours fit 2^53. */
const wholeNumber: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? null : Number(value)),
};

const asJson = (read: (value: unknown) => unknown = (value) => value): ValueTransformer => ({
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: unknown) => (typeof value === 'string' ? read(JSON.parse(value)) : null),
});

/** NUL shows nothing, and the embedded database would end the text there. */
const withoutNul: ValueTransformer = {
  to: (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : value),
  from: (value: unknown) => value,
};

const UTF8 = { charset: 'utf8mb4' };
/** Platform ids and keys: MySQL would otherwise compare them without case. */
const EXACT = { ...UTF8, collation: 'utf8mb4_bin' };
const PROSE = { ...UTF8, collation: 'utf8mb4_unicode_ci' };

/** The column kinds of the product's schemas, the same on both databases. */
export const columns = {
  id: (): Column => ({ type: 'bigint', primary: true, generated: 'increment', transformer: wholeNumber }),
  whole: (options: Nullable = {}): Column => ({ type: 'bigint', transformer: wholeNumber, ...options }),
  /** A Date, kept as milliseconds since 1970: no time zone of a server or session can touch it. */
  time: (options: Nullable = {}): Column => ({ type: 'bigint', transformer: epochMs, ...options }),
  flag: (): Column => ({ type: 'boolean' }),
  /** Compared byte by byte. */
  key: (length: number, options: Nullable & { readonly primary?: boolean } = {}): Column => ({
    type: 'varchar',
    length,
    ...EXACT,
    ...options,
  }),
  /** What people wrote, short. */
  prose: (length: number, options: Nullable = {}): Column => ({
    type: 'varchar',
    length,
    transformer: withoutNul,
    ...PROSE,
    ...options,
  }),
  longProse: (options: Nullable = {}): Column => ({
    type: 'mediumtext',
    transformer: withoutNul,
    ...PROSE,
    ...options,
  }),
  /** @param read takes what an older version wrote, too */
  json: ({ read, ...options }: Nullable & { readonly read?: (value: unknown) => unknown } = {}): Column => ({
    type: 'mediumtext',
    transformer: asJson(read),
    ...PROSE,
    ...options,
  }),
} as const;

/** The same kinds as a migration writes them down. */
export function migrationColumns(runner: QueryRunner) {
  const mysql = runner.dataSource.options.type === 'mysql';
  const whole = mysql ? 'bigint' : 'integer';
  const longText = mysql ? 'mediumtext' : 'text';
  type Made = Omit<TableColumnOptions, 'name'>;
  const prose = mysql ? PROSE : {};
  const exact = mysql ? EXACT : {};
  return {
    id: (): Made => ({ type: whole, isPrimary: true, isGenerated: true, generationStrategy: 'increment' }),
    whole: (): Made => ({ type: whole }),
    time: (): Made => ({ type: whole }),
    flag: (): Made => ({ type: mysql ? 'tinyint' : 'boolean' }),
    key: (length: number): Made => ({ type: 'varchar', length: String(length), ...exact }),
    prose: (length: number): Made => ({ type: 'varchar', length: String(length), ...prose }),
    longProse: (): Made => ({ type: longText, ...prose }),
    json: (): Made => ({ type: longText, ...prose }),
  };
}

/** The column as the database of this process understands it. */
export function columnFor(database: Dialect['database'], column: Column): Column {
  if (database === 'mysql') return column;
  const types: Partial<Record<string, Column['type']>> = { bigint: 'integer', mediumtext: 'text' };
  const narrowed: Column = { ...column, type: types[String(column.type)] ?? column.type };
  delete narrowed.charset;
  delete narrowed.collation;
  return narrowed;
}
