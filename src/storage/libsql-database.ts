import Database from 'libsql';

/**
 * What TypeORM constructs as its driver, with two faults of libsql made good:
 * - It takes a lone `null` for an object of named parameters and fails; a list it always takes for what it is.
 * - It never resets a statement that failed because another program holds the file, and while one stands like that no
 *   savepoint opens, ever again. So only BEGIN may fail that way: it takes the write lock at once, and is always the
 *   same statement, which the next try brings to its end.
 */
export class LibsqlDatabase extends Database {
  constructor(file: string, options: Database.Options) {
    super(file, options);
    const prepare = this.prepare.bind(this);
    const plain = (sql: string) => takingLists(prepare<[unknown[]]>(sql));
    let begin: Database.Statement | undefined;
    Object.assign(this, {
      prepare: (sql: string) => (sql === 'BEGIN TRANSACTION' ? (begin ??= plain('BEGIN IMMEDIATE')) : plain(sql)),
    });
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
