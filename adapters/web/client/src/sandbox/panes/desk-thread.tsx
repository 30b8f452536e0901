import { useRef } from 'react';
import { Button } from '../../bits/button.tsx';
import { Dot } from '../../bits/dot.tsx';
import { BackIcon } from '../../bits/icons.tsx';
import { Log } from '../../messages/log.tsx';
import { Typing } from '../../typing/typing.tsx';
import { CardEntry } from '../cards/card-entry.tsx';
import { readField } from '../cards/read-field.ts';
import { Entries } from '../entries/entries.tsx';
import type { ShownEntry, Thread } from '../entries/shown-entry.ts';
import { threadPlace } from '../feed/reads.ts';
import { useTypistsIn } from '../feed/use-feed.ts';
import { useMarkRead } from '../feed/use-news.ts';
import { go } from '../place/use-place.ts';
import type { Agent, World } from '../world/world.ts';
import { DeskComposer } from './desk-composer.tsx';
import { Pane } from './pane.tsx';

interface DeskThreadProps {
  readonly world: World;
  readonly agent: Agent;
  readonly thread: Thread;
  readonly news: ReadonlySet<string>;
}

const titleOf = ({ content }: ShownEntry): string => (content.kind === 'card' ? content.summary : 'Thread');

const close = () => go({ thread: null });

/** A ticket's thread: the card, then what both sides said. */
export function DeskThread({ world, agent, thread: { root, replies }, news }: DeskThreadProps) {
  const { deskChannelId } = world;
  const typists = useTypistsIn(deskChannelId, root.messageId);
  useMarkRead(threadPlace(deskChannelId, root.messageId), replies);
  // A thread that was opened here is gone to; one that a reload opens is not.
  const wasOpened = useRef(document.activeElement !== document.body);
  const merchantName = readField(root, 'Merchant');
  const merchant = world.merchants.find(({ name }) => name === merchantName);
  const header = (
    <>
      <Button look="quiet" className="pane-back" onClick={close}>
        <BackIcon />
        All tickets
        {news.has(deskChannelId) && <Dot says="has news" />}
      </Button>
      <h2 className="pane-thread">{titleOf(root)}</h2>
    </>
  );
  return (
    <Pane
      name="desk"
      label="Desk: a ticket’s thread"
      header={header}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <Log label="Messages in the thread" last={(replies.at(-1) ?? root).messageId}>
        {root.content.kind === 'card' ? (
          <CardEntry entry={root} reader={agent} />
        ) : (
          <Entries entries={[root]} reader={agent} isAtDesk />
        )}
        <Entries entries={replies} reader={agent} isAtDesk />
        <Typing typists={typists} />
      </Log>
      <DeskComposer
        root={root}
        agent={agent}
        merchantName={merchantName}
        merchant={merchant}
        takesFocus={wasOpened.current}
      />
    </Pane>
  );
}
