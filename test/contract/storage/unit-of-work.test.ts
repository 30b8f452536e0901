import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { columns } from '../../../src/storage/columns.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { table } from '../../../src/storage/table.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { onEachDatabase, type BareDatabase } from '../../support/databases.ts';

interface Note {
  id: number;
  owner: string;
  remark: string | null;
}
const NoteSchema = table<Note>({
  name: 'note',
  columns: { id: columns.id(), owner: columns.key(40), remark: columns.prose(40, { nullable: true }) },
  indices: [{ name: 'note_owner', columns: ['owner'], unique: true }],
});

onEachDatabase((database: BareDatabase) => {
  let storage: Storage;

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createEmptyUrl(), schemas: [NoteSchema], migrations: [] });
    const id = database.name === 'sqlite' ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGINT AUTO_INCREMENT PRIMARY KEY';
    await storage.unit((unit) =>
      unit.execute(`CREATE TABLE note (id ${id}, owner VARCHAR(40) NOT NULL UNIQUE, remark VARCHAR(40))`),
    );
  });
  afterAll(() => storage.close());

  const owners = async (...names: string[]) =>
    (await storage.read((reader) => reader.find(NoteSchema, { order: { id: 'ASC' } })))
      .map(({ owner }) => owner)
      .filter((owner) => names.includes(owner));

  test('two overlapping units, one fails: the other and an unrelated write survive', async () => {
    const [failed, survived, unrelated] = await Promise.allSettled([
      storage.unit(async (unit) => {
        await unit.insert(NoteSchema, { owner: 'fails-1' });
        await unit.insert(NoteSchema, { owner: 'fails-2' });
        throw new Error('on purpose');
      }),
      storage.unit(async (unit) => {
        await unit.insert(NoteSchema, { owner: 'survives-1' });
        await unit.insert(NoteSchema, { owner: 'survives-2' });
      }),
      storage.unit((unit) => unit.insert(NoteSchema, { owner: 'unrelated' })),
    ]);
    expect([failed.status, survived.status, unrelated.status]).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(await owners('fails-1', 'fails-2')).toEqual([]);
    expect(await owners('survives-1', 'survives-2', 'unrelated')).toEqual(
      expect.arrayContaining(['survives-1', 'survives-2', 'unrelated']),
    );
  });

  test('a unit that resolved is committed, and says so once', async () => {
    let committed = 0;
    await storage.unit(async (unit) => {
      unit.afterCommit(() => (committed += 1));
      await unit.insert(NoteSchema, { owner: 'told' });
    });
    expect(committed).toBe(1);
    expect(await owners('told')).toEqual(['told']);
  });

  test('a unit that failed tells nobody that it was committed', async () => {
    let committed = 0;
    const unit = storage.unit(async (unit) => {
      unit.afterCommit(() => (committed += 1));
      await unit.insert(NoteSchema, { owner: 'untold' });
      throw new Error('on purpose');
    });
    await expect(unit).rejects.toThrow('on purpose');
    expect(committed).toBe(0);
  });

  test('a duplicate that is caught spoils nothing', async () => {
    await storage.unit((unit) => unit.insert(NoteSchema, { owner: 'taken' }));
    const ids = await storage.unit(async (unit) => [
      await unit.insertOnce(NoteSchema, { owner: 'before' }),
      await unit.insertOnce(NoteSchema, { owner: 'taken' }),
      await unit.insertOnce(NoteSchema, { owner: 'after' }),
    ]);
    expect(ids).toEqual([expect.any(Number), null, expect.any(Number)]);
    expect(await owners('before', 'taken', 'after')).toEqual(['taken', 'before', 'after']);
  });

  test('statements still running when a unit fails are rolled back with it', async () => {
    const unit = storage.unit(async (unit) => {
      await Promise.all([
        Promise.reject(new Error('at once')),
        unit.insert(NoteSchema, { owner: 'slow-1' }),
        unit.insert(NoteSchema, { owner: 'slow-2' }),
      ]);
    });
    await expect(unit).rejects.toThrow('at once');
    await storage.unit((unit) => unit.insert(NoteSchema, { owner: 'next' }));
    expect(await owners('slow-1', 'slow-2', 'next')).toEqual(['next']);
  });

  test('a statement after the end of its unit is refused', async () => {
    let kept: Unit | undefined;
    await storage.unit((unit) => {
      kept = unit;
      return Promise.resolve();
    });
    await expect(kept?.insert(NoteSchema, { owner: 'late' })).rejects.toThrow('has ended');
    expect(await owners('late')).toEqual([]);
  });

  test('a unit or a read inside a unit throws, and so does what leaves the process', async () => {
    await expect(storage.unit(() => storage.unit(() => Promise.resolve()))).rejects.toThrow('inside a unit');
    await expect(storage.unit(() => storage.read(() => Promise.resolve()))).rejects.toThrow('inside a unit');
    const call = async () => {
      await Promise.resolve();
      storage.assertOutsideUnit('A post');
    };
    await expect(storage.unit(call)).rejects.toThrow('A post inside a unit of work');
    await expect(call()).resolves.toBeUndefined();
  });

  test('an undefined condition is refused instead of meeting every row', async () => {
    const where = { owner: undefined } as unknown as { owner: string };
    await expect(storage.read((reader) => reader.findOne(NoteSchema, { where }))).rejects.toThrow();
    await expect(storage.unit((unit) => unit.update(NoteSchema, where, { owner: 'all' }))).rejects.toThrow();
    await expect(storage.unit((unit) => unit.lock(NoteSchema, where))).rejects.toThrow();
  });

  test('whatever a person can write comes back, but for the NUL that nobody sees', async () => {
    const remark = 'a\0b 😀 e\u0301 \u202E \\ \' "';
    const id = await storage.unit((unit) => unit.insert(NoteSchema, { owner: 'writes', remark }));
    const note = await storage.read((reader) => reader.findOne(NoteSchema, { where: { id } }));
    expect(note?.remark).toBe(remark.replace('\0', ''));
  });

  test('a lone null is a value like any other', async () => {
    const { id } = { id: await storage.unit((unit) => unit.insert(NoteSchema, { owner: 'nobody' })) };
    await storage.unit((unit) => unit.update(NoteSchema, { id }, { remark: null }));
    await storage.unit((unit) => unit.execute(`UPDATE note SET remark = ? WHERE owner = 'nobody'`, [null]));
    expect(await storage.read((reader) => reader.findOne(NoteSchema, { where: { id } }))).toMatchObject({
      remark: null,
    });
  });

  test('a closed database refuses, and takes nobody down', async () => {
    const closed = await openStorage({ url: await database.createEmptyUrl(), schemas: [NoteSchema], migrations: [] });
    await closed.close();
    await expect(closed.unit((unit) => unit.query('SELECT 1'))).rejects.toThrow('is closed');
    await expect(closed.read((reader) => reader.query('SELECT 1'))).rejects.toThrow('is closed');
  });

  test('many units at once all arrive, and those that fail take nobody along', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, (_, n) =>
        storage.unit(async (unit) => {
          await unit.insert(NoteSchema, { owner: `many-${n}` });
          if (n % 7 === 0) throw new Error('every seventh');
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(43);
    const [row] = await storage.read((reader) =>
      reader.query<{ notes: number }>(`SELECT COUNT(*) AS notes FROM note WHERE owner LIKE 'many-%'`),
    );
    expect(row?.notes).toBe(257);
  });

  if (database.name === 'sqlite') {
    test('a unit that waits for something else than the database is refused, and the others go on', async () => {
      const waiting = storage.unit(async (unit) => {
        await unit.insert(NoteSchema, { owner: 'waits' });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await unit.insert(NoteSchema, { owner: 'waited' });
      });
      const other = storage.unit((unit) => unit.insert(NoteSchema, { owner: 'patient' }));
      await expect(waiting).rejects.toThrow('other than the database');
      await other;
      expect(await owners('waits', 'waited', 'patient')).toEqual(['patient']);
    });
  } else {
    test('a deadlock runs the unit again', async () => {
      await storage.unit(async (unit) => {
        await unit.insert(NoteSchema, { owner: 'left' });
        await unit.insert(NoteSchema, { owner: 'right' });
      });
      let runs = 0;
      const cross = (first: string, second: string) =>
        storage.unit(async (unit) => {
          runs += 1;
          await unit.lock(NoteSchema, { owner: first });
          await unit.query('SELECT SLEEP(0.05)');
          await unit.lock(NoteSchema, { owner: second });
        });
      await Promise.all([cross('left', 'right'), cross('right', 'left')]);
      expect(runs).toBeGreaterThan(2);
    });

    test('a lock that was waited for shows what was committed meanwhile', async () => {
      await storage.unit((unit) => unit.insert(NoteSchema, { owner: 'counter' }));
      const counts: number[] = [];
      await Promise.all(
        Array.from({ length: 20 }, () =>
          storage.unit(async (unit) => {
            await unit.lock(NoteSchema, { owner: 'counter' });
            const [row] = await unit.query<{ notes: number }>(
              `SELECT COUNT(*) AS notes FROM note WHERE owner LIKE 'counted-%'`,
            );
            counts.push(row!.notes);
            await unit.insert(NoteSchema, { owner: `counted-${row!.notes}` });
          }),
        ),
      );
      expect(counts).toEqual(Array.from({ length: 20 }, (_, n) => n));
    });
  }
});
