import { Button } from '../bits/button.tsx';
import { ReplyIcon } from '../bits/icons.tsx';
import { Composer } from '../composer/composer.tsx';
import { Entries } from '../messages/entries.tsx';
import type { Thread } from '../messages/shown-entry.ts';
import { firstName, type Person } from '../world/world.ts';

interface MerchantThreadProps {
  readonly thread: Thread;
  readonly person: Person;
  readonly isReplying: boolean;
  readonly onReply: (isReplying: boolean) => void;
}

/** A request with all that was said about it. */
export function MerchantThread({ thread: { root, replies }, person, isReplying, onReply }: MerchantThreadProps) {
  return (
    <div className="thread">
      <Entries entries={[root]} reader={person} />
      <div className="thread-replies">
        <Entries entries={replies} reader={person} />
        {isReplying ? (
          <Composer
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
