import { EntitySchema, type EntitySchemaColumnOptions, type EntitySchemaOptions, type ObjectLiteral } from 'typeorm';

interface TableOptions<Row> {
  readonly name: string;
  readonly columns: { readonly [Column in keyof Row]-?: EntitySchemaColumnOptions };
  readonly indices?: readonly {
    readonly name: string;
    readonly columns: readonly (keyof Row & string)[];
    readonly unique?: boolean;
  }[];
}

/** Declares the table of a plain type: every column and every index, so that a schema diff can be empty. */
export function table<Row extends ObjectLiteral>(options: TableOptions<Row>): EntitySchema<Row> {
  // TypeORM declares its options as a class, and takes plain objects.
  return new EntitySchema<Row>(options as unknown as EntitySchemaOptions<Row>);
}
