import type { Person, PersonRef } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { PersonSchema, type KnownPerson } from './person.schema.ts';

export interface People {
  /**
   * A person's name and picture. Never rejects: a post must not wait for a name, so what cannot be learned now is what
   * was known before, or null. Not for use inside a unit of work.
   */
  find(ref: PersonRef): Promise<Person | null>;
}

const FRESH_MS = 24 * 60 * 60 * 1000;

/** What the columns hold; platforms allow less, but say so nowhere binding. */
const NAME_LENGTH = 200;
const URL_LENGTH = 1_000;

export interface PeopleDeps {
  readonly storage: Storage;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
  readonly clock: Clock;
  readonly log: Log;
}

export function createPeople({ storage, platforms, clock, log }: PeopleDeps): People {
  const remember = (person: Person): Promise<void> =>
    storage.unit(async (unit) => {
      const { platform, workspaceId, userId } = person;
      const news = { name: person.name.slice(0, NAME_LENGTH), avatarUrl: pictureOf(person), seenAt: clock.now() };
      const where = { platform, workspaceId, userId };
      if ((await unit.update(PersonSchema, where, news)) > 0) return;
      await unit.insertOnce(PersonSchema, { ...where, ...news });
    });

  return {
    async find({ platform, workspaceId, userId }) {
      const ref = { platform, workspaceId, userId };
      const known = await storage.read((reader) => reader.findOne(PersonSchema, { where: ref }));
      if (known && clock.now().getTime() - known.seenAt.getTime() < FRESH_MS) return toPerson(known);
      try {
        const person = await platforms.get(platform)?.findPerson(ref);
        if (person) await remember({ ...person, ...ref });
        return person ?? (known && toPerson(known));
      } catch (error) {
        log.warn({ err: messageOf(error), platform }, 'could not learn a name; going on without');
        return known && toPerson(known);
      }
    },
  };
}

const pictureOf = ({ avatarUrl }: Person): string | null =>
  avatarUrl !== undefined && avatarUrl.length <= URL_LENGTH ? avatarUrl : null;

const toPerson = ({ platform, workspaceId, userId, name, avatarUrl }: KnownPerson): Person => ({
  platform,
  workspaceId,
  userId,
  name,
  ...(avatarUrl !== null && { avatarUrl }),
});
