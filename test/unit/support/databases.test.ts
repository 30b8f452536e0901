import { expect, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { onEachDatabase, onMariaDb } from '../../support/databases.ts';

onEachDatabase((database) => {
  test('gives a fresh database each time', async () => {
    const [one, other] = await Promise.all([database.createUrl(), database.createUrl()]);

    expect(one).not.toBe(other);
    expect(one).toMatch(database.name === 'sqlite' ? /^sqlite:\/.+\.db$/ : /^mysql:\/\/root@127\.0\.0\.1:\d+\/\w+$/);
  });
});

onMariaDb((database) => {
  test('the database takes any Unicode', async () => {
    const connection = await createConnection({ uri: await database.createUrl() });
    await connection.query('CREATE TABLE words (word VARCHAR(20))');
    await connection.query('INSERT INTO words VALUES (?)', ['grüße 🎫']);
    const [rows] = await connection.query('SELECT word FROM words');
    await connection.end();

    expect(rows).toEqual([{ word: 'grüße 🎫' }]);
  });
});
