import Database from 'libsql';

/**
 * libsql takes a lone `null` for an object of named parameters and fails; a list of parameters it always takes for
 * what it is. TypeORM constructs this class as its driver.
 */
export class LibsqlDatabase extends Database {
  constructor(file: string, options: Database.Options) {
    super(file, options);
    const prepare = this.prepare.bind(this);
    Object.assign(this, { prepare: (sql: string) => takingLists(prepare<[unknown[]]>(sql)) });
  }
}

function takingLists(statement: Database.Statement<[unknown[]]>) {
  const run = statement.run.bind(statement);
  const all = statement.all.bind(statement);
  return Object.assign(statement, {
    run: (...parameters: unknown[]) => run(parameters),
    all: (...parameters: unknown[]) => all(parameters),
  });
}
