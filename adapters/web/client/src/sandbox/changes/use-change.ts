import { useMutation } from '@tanstack/react-query';
import type { MessageDeeds } from '../../messages/changes/message-tools.tsx';
import type { ShownEntry } from '../entries/shown-entry.ts';
import { CHANGE, type Change } from '../outbox/outbox.ts';
import type { Person } from '../world/world.ts';

/** What a reader can do with an entry. It is sent until the server has it; the entry itself changes by the feed. */
export function useChange({ channelId, messageId }: ShownEntry, { userId }: Person): MessageDeeds {
  const { mutate } = useMutation<unknown, Error, Change>({ mutationKey: CHANGE });
  const what = () => ({ userId, channelId, messageId, clientId: crypto.randomUUID() });
  return {
    edit: (text) => mutate({ path: '/sandbox/edits', body: { ...what(), text } }),
    remove: () => mutate({ path: '/sandbox/deletions', body: what() }),
    react: (emoji, isOn) => mutate({ path: '/sandbox/reactions', body: { ...what(), emoji, isOn } }),
  };
}
