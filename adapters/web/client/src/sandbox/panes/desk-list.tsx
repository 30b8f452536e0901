import { Empty } from '../../bits/empty.tsx';
import { Log } from '../../messages/log.tsx';
import { CardEntry } from '../cards/card-entry.tsx';
import { Entries } from '../entries/entries.tsx';
import type { ShownEntry, Thread } from '../entries/shown-entry.ts';
import { threadPlace } from '../feed/reads.ts';
import { useMarkRead } from '../feed/use-news.ts';
import type { Agent, World } from '../world/world.ts';
import { OpenThread } from './open-thread.tsx';
import { Pane } from './pane.tsx';

interface DeskListProps {
  readonly world: World;
  readonly agent: Agent;
  readonly entries: readonly ShownEntry[];
  readonly threads: readonly Thread[];
  readonly news: ReadonlySet<string>;
}

/** The desk's channel: a card for each ticket, and what concerns everybody. */
export function DeskList({ world, agent, entries, threads, news }: DeskListProps) {
  const { deskChannelId } = world;
  const inChannel = entries.filter(({ threadId, announce }) => threadId === null || announce);
  useMarkRead(deskChannelId, inChannel);
  const header = (
    <>
      <h2>Desk</h2>
      <p className="pane-about">where agents work</p>
    </>
  );
  return (
    <Pane name="desk" label="Desk" header={header}>
      <Log label="Tickets at the desk" last={inChannel.at(-1)?.messageId}>
        {inChannel.length === 0 && <Empty title="No tickets">What merchants ask appears here, one card each.</Empty>}
        {inChannel.map((entry) => {
          const thread = threads.find(({ root }) => root.messageId === (entry.threadId ?? entry.messageId));
          const hasNews = thread !== undefined && news.has(threadPlace(deskChannelId, thread.root.messageId));
          const opener = thread && <OpenThread thread={thread} hasNews={hasNews} isRoot={entry.threadId === null} />;
          if (entry.content.kind !== 'card') return <Entries key={entry.messageId} entries={[entry]} reader={agent} />;
          return (
            <CardEntry key={entry.messageId} entry={entry} reader={agent} isBrief>
              {opener}
            </CardEntry>
          );
        })}
      </Log>
    </Pane>
  );
}
