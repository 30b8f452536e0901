import { Button } from '../../bits/button.tsx';
import { firstName } from '../../bits/first-name.ts';
import { ReplyIcon } from '../../bits/icons.tsx';
import { Typing } from '../../typing/typing.tsx';
import { Entries } from '../entries/entries.tsx';
import type { Thread } from '../entries/shown-entry.ts';
import { useTypistsIn } from '../feed/use-feed.ts';
import type { Person } from '../world/world.ts';
import { ChannelComposer } from './channel-composer.tsx';

interface MerchantThreadProps {
  readonly thread: Thread;
  readonly person: Person;
  readonly isReplying: boolean;
  readonly onReply: (isReplying: boolean) => void;
}

/** A request with all that was said about it. */
export function MerchantThread({ thread: { root, replies }, person, isReplying, onReply }: MerchantThreadProps) {
  const typists = useTypistsIn(root.channelId, root.messageId);
  return (
    <div className="thread">
      <Entries entries={[root]} reader={person} />
      <div className="thread-replies">
        <Entries entries={replies} reader={person} />
        <Typing typists={typists} />
        {isReplying ? (
          <ChannelComposer
            person={person}
            channelId={root.channelId}
            threadId={root.messageId}
            placeholder={`Reply as ${firstName(person.name)}`}
            onEscape={() => onReply(false)}
            takesFocus
          />
        ) : (
          <Button look="quiet" className="thread-reply" onClick={() => onReply(true)}>
            <ReplyIcon />
            Reply in thread
          </Button>
        )}
      </div>
    </div>
  );
}
