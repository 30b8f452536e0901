import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { Storage } from '../storage/storage.ts';

type Outside = <Arguments extends unknown[], T>(
  what: string,
  call: (...args: Arguments) => Promise<T>,
) => (...args: Arguments) => Promise<T>;

/** The same platform, refusing to be called inside a unit of work: a unit may run again, a post must not. */
export function guardPlatform(storage: Storage, platform: ChatPlatform): ChatPlatform {
  const outside: Outside =
    <Arguments extends unknown[], T>(what: string, call: (...args: Arguments) => Promise<T>) =>
    async (...args: Arguments): Promise<T> => {
      storage.assertOutsideUnit(`${platform.name}: ${what}`);
      return call(...args);
    };
  return {
    name: platform.name,
    abilities: platform.abilities,
    ...(platform.routes && { routes: platform.routes }),
    ...(platform.installPath && { installPath: platform.installPath }),
    ...(platform.installNote !== undefined && { installNote: platform.installNote }),
    ...(platform.isHome && { isHome: platform.isHome }),
    ...(platform.isRefused && { isRefused: outside('isRefused', async () => (await platform.isRefused?.()) ?? false) }),
    attach: (server) => platform.attach?.(server),
    start: (receive) => platform.start(receive),
    stop: () => platform.stop(),
    isHearing: () => platform.isHearing?.() ?? true,
    post: outside('post', (to, message, key) => platform.post(to, message, key)),
    edit: outside('edit', (target, message) => platform.edit(target, message)),
    remove: outside('remove', (target, uploadId) => platform.remove(target, uploadId)),
    react: outside('react', (target, emoji, isOn) => platform.react(target, emoji, isOn)),
    findDelivered: outside('findDelivered', (to, key, since, uploadId) =>
      platform.findDelivered(to, key, since, uploadId),
    ),
    ...fileVerbs(outside, platform),
    ...(platform.typing && {
      typing: outside('typing', async (to, who, isTyping) => platform.typing?.(to, who, isTyping)),
    }),
    openDirect: outside('openDirect', (person) => platform.openDirect(person)),
    ...(platform.showHome && {
      showHome: outside('showHome', async (person, home) => platform.showHome?.(person, home)),
    }),
    ...(platform.permalink && {
      permalink: outside('permalink', async (message) => platform.permalink?.(message)),
    }),
    findMessage: outside('findMessage', (message) => platform.findMessage(message)),
    ...(platform.readHistory && {
      readHistory: outside('readHistory', async (channel, wanted, next) => {
        return (await platform.readHistory?.(channel, wanted, next)) ?? { events: [] };
      }),
    }),
    ...(platform.findStanding && {
      findStanding: outside(
        'findStanding',
        async (person, at) => (await platform.findStanding?.(person, at)) ?? 'stranger',
      ),
    }),
    findPerson: outside('findPerson', (person, at) => platform.findPerson(person, at)),
  };
}

function fileVerbs(outside: Outside, platform: ChatPlatform): Pick<ChatPlatform, 'fetchFile' | 'upload'> {
  const absent = () => Promise.reject(new Error(`${platform.name} does not know this.`));
  return {
    ...(platform.fetchFile && {
      fetchFile: outside('fetchFile', async (file) => platform.fetchFile?.(file) ?? absent()),
    }),
    ...(platform.upload && {
      upload: outside('upload', async (to, file, signal) => platform.upload?.(to, file, signal) ?? absent()),
    }),
  };
}
