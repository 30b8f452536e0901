import { Dot } from '../../bits/dot.tsx';
import { NextIcon } from '../../bits/icons.tsx';
import { Time } from '../../bits/time.tsx';
import { Typing } from '../../typing/typing.tsx';
import type { Thread } from '../entries/shown-entry.ts';
import { useTypistsIn } from '../feed/use-feed.ts';
import { go } from '../place/use-place.ts';
import { openerId } from './desk-pane.tsx';

interface OpenThreadProps {
  readonly thread: Thread;
  readonly hasNews: boolean;
  /** False below what was announced out of the thread. */
  readonly isRoot: boolean;
}

export function OpenThread({ thread: { root, replies }, hasNews, isRoot }: OpenThreadProps) {
  const typists = useTypistsIn(root.channelId, root.messageId);
  const last = replies.at(-1);
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  return (
    <button
      type="button"
      id={isRoot ? openerId(root.messageId) : undefined}
      className="open-thread"
      onClick={() => go({ thread: root.messageId })}
    >
      {hasNews && <Dot says="New:" />}
      <span className="open-thread-count">{isRoot ? (last ? count : 'Open thread') : 'View thread'}</span>
      {isRoot && <Typing typists={typists} />}
      {isRoot && last && typists.length === 0 && (
        <span className="open-thread-last">
          <Time at={last.postedAt} />
        </span>
      )}
      <NextIcon />
    </button>
  );
}
