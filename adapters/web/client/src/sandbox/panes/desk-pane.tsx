import { useEffect, useRef } from 'react';
import { toThreads } from '../entries/shown-entry.ts';
import { useShown } from '../entries/use-shown.ts';
import { usePlace } from '../place/use-place.ts';
import type { Agent, World } from '../world/world.ts';
import { DeskList } from './desk-list.tsx';
import { DeskThread } from './desk-thread.tsx';

interface DeskPaneProps {
  readonly world: World;
  readonly agent: Agent;
  readonly news: ReadonlySet<string>;
}

/** The agents' channel: all tickets, or the thread of one. */
export function DeskPane({ world, agent, news }: DeskPaneProps) {
  const entries = useShown(world.deskChannelId, agent, world.agents);
  const threads = toThreads(entries);
  const chosen = usePlace('thread');
  const open = threads.find(({ root }) => root.messageId === chosen);
  useFocusBack(open?.root.messageId ?? null);
  return open ? (
    <DeskThread key={open.root.messageId} world={world} agent={agent} thread={open} news={news} />
  ) : (
    <DeskList world={world} agent={agent} entries={entries} threads={threads} news={news} />
  );
}

/** Whoever closes a thread goes on where they opened it. */
function useFocusBack(openId: string | null): void {
  const before = useRef(openId);
  useEffect(() => {
    if (openId === null && before.current !== null) document.getElementById(openerId(before.current))?.focus();
    before.current = openId;
  }, [openId]);
}

export const openerId = (rootId: string): string => `open-${rootId}`;
