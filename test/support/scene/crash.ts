import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Crash, CrashPoint, Death } from './app-options.ts';
import { die } from './dying.ts';

/** The same storage and platform, dying at one named point. The product itself knows nothing of this. */
export function withCrash(storage: Storage, deathNow: () => Death | undefined) {
  // Events are taken side by side: only the one that is meant may die in its unit of work.
  const meant = new AsyncLocalStorage<boolean>();
  const isAt = (point: CrashPoint, what: unknown): boolean => {
    const death = deathNow();
    if (death === undefined || !('at' in death)) return false;
    return death.at === point && JSON.stringify(what).includes(death.containing);
  };
  const dieAt = (point: CrashPoint, what: unknown) => {
    if (isAt(point, what)) die();
  };
  let waiting = 0;
  const dieTogetherAt = async (point: CrashPoint, what: unknown): Promise<void> => {
    if (!isAt(point, what)) return;
    const death = deathNow() as Crash;
    waiting += 1;
    if (waiting >= (death.together ?? 1)) die();
    await new Promise(() => undefined);
  };
  const unit: Storage['unit'] = (work) => {
    // Asked for here: the work may run in another's turn.
    const dies = meant.getStore() === true;
    return storage.unit(async (unit) => {
      const result = await work(unit);
      if (dies) die();
      return result;
    });
  };
  const dyingWith = (platform: ChatPlatform): ChatPlatform => {
    const taking: ChatPlatform['start'] = (receive) =>
      platform.start(async (event) => {
        const answer = await meant.run(isAt('before-commit', event), () => receive(event));
        dieAt('after-commit-before-answer', event);
        return answer;
      });
    const posting: ChatPlatform['post'] = async (to, message, key) => {
      await dieTogetherAt('after-intent', message);
      const ref = await platform.post(to, message, key);
      await dieTogetherAt('after-response-before-sent', message);
      return ref;
    };
    const editing: ChatPlatform['edit'] = async (target, message) => {
      await platform.edit(target, message);
      dieAt('after-edit', message);
    };
    const removing: ChatPlatform['remove'] = async (target, uploadId) => {
      dieAt('before-remove', target);
      await platform.remove(target, uploadId);
      dieAt('after-remove', target);
    };
    const reacting: ChatPlatform['react'] = async (target, emoji, isOn) => {
      await platform.react(target, emoji, isOn);
      dieAt('after-react', target);
    };
    const uploading = async (...[to, file, signal]: Parameters<NonNullable<ChatPlatform['upload']>>) => {
      const uploadId = (await platform.upload?.(to, file, signal)) ?? '';
      dieAt('after-upload', file.name);
      return uploadId;
    };
    const upload = platform.upload && { upload: uploading };
    const dying = { start: taking, post: posting, edit: editing, remove: removing, react: reacting, ...upload };
    return { ...platform, ...dying };
  };
  return { storage: { ...storage, unit }, dyingWith };
}
