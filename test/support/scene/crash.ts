import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Crash, CrashPoint } from './app-options.ts';

/** Nothing after this runs: no handler, no flush, no answer. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** The same storage and platform, dying at one named point. The product itself knows nothing of this. */
export function withCrash(storage: Storage, crash: Crash | undefined) {
  if (!crash) return { storage, dyingWith: (platform: ChatPlatform) => platform };
  // Events are taken side by side: only the one that is meant may die in its unit of work.
  const meant = new AsyncLocalStorage<boolean>();
  const dieAt = (point: CrashPoint, what: unknown) => {
    if (crash.at === point && JSON.stringify(what).includes(crash.containing)) die();
  };
  const unit: Storage['unit'] = (work) => {
    const dies = crash.at === 'before-commit' && meant.getStore() === true;
    return storage.unit(async (unit) => {
      const result = await work(unit);
      if (dies) die();
      return result;
    });
  };
  const dyingWith = (platform: ChatPlatform): ChatPlatform => {
    const taking: ChatPlatform['start'] = (receive) =>
      platform.start(async (event) => {
        const isMeant = JSON.stringify(event).includes(crash.containing);
        const answer = await meant.run(isMeant, () => receive(event));
        dieAt('after-commit-before-answer', event);
        return answer;
      });
    const posting: ChatPlatform['post'] = async (to, message, key) => {
      dieAt('after-intent', message);
      const ref = await platform.post(to, message, key);
      dieAt('after-response-before-sent', message);
      return ref;
    };
    const editing: ChatPlatform['edit'] = async (target, message) => {
      await platform.edit(target, message);
      dieAt('after-edit', message);
    };
    const removing: ChatPlatform['remove'] = async (target) => {
      dieAt('before-remove', target);
      await platform.remove(target);
      dieAt('after-remove', target);
    };
    const reacting: ChatPlatform['react'] = async (target, emoji, isOn) => {
      await platform.react(target, emoji, isOn);
      dieAt('after-react', target);
    };
    const dying = { start: taking, post: posting, edit: editing, remove: removing, react: reacting };
    return { ...platform, ...dying };
  };
  return { storage: { ...storage, unit }, dyingWith };
}
