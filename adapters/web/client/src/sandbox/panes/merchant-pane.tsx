import { useState } from 'react';
import { Empty } from '../../bits/empty.tsx';
import { firstName } from '../../bits/first-name.ts';
import { Log } from '../../messages/log.tsx';
import { toThreads } from '../entries/shown-entry.ts';
import { useShown } from '../entries/use-shown.ts';
import { useMarkRead } from '../feed/use-news.ts';
import type { Merchant, Person } from '../world/world.ts';
import { ChannelComposer } from './channel-composer.tsx';
import { MembershipButton } from './membership-button.tsx';
import { MerchantThread } from './merchant-thread.tsx';
import { Pane } from './pane.tsx';
import { ReachBanner } from './reach-banner.tsx';
import { ReachButton } from './reach-button.tsx';

interface MerchantPaneProps {
  readonly merchant: Merchant;
  readonly person: Person;
}

/** The merchant's own channel, as they see it in their chat. */
export function MerchantPane({ merchant, person }: MerchantPaneProps) {
  const { channelId, name } = merchant;
  const entries = useShown(channelId, person, merchant.people);
  const [replyingTo, setReplyingTo] = useState<string | null>(null);
  useMarkRead(channelId, entries);
  const header = (
    <>
      <h2>Merchant’s channel</h2>
      <ReachButton merchant={merchant} />
      <MembershipButton merchant={merchant} />
    </>
  );
  return (
    <Pane name="merchant" label={`Merchant: ${name}`} header={header}>
      <ReachBanner merchant={merchant} />
      <Log label={`Messages in the channel of ${name}`} last={entries.at(-1)?.messageId}>
        {entries.length === 0 && (
          <Empty title="Nothing was asked yet">Write below: it becomes a ticket at the desk.</Empty>
        )}
        {toThreads(entries).map((thread) => (
          <MerchantThread
            key={thread.root.messageId}
            thread={thread}
            person={person}
            isReplying={thread.root.messageId === replyingTo}
            onReply={(isReplying) => setReplyingTo(isReplying ? thread.root.messageId : null)}
          />
        ))}
      </Log>
      <ChannelComposer
        person={person}
        channelId={channelId}
        threadId={null}
        placeholder={`New request as ${firstName(person.name)}`}
      />
    </Pane>
  );
}
