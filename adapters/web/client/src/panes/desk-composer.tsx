import { LockIcon } from '../bits/icons.tsx';
import { Composer } from '../composer/composer.tsx';
import { isInternal } from '../messages/internal.ts';
import type { ShownEntry } from '../messages/shown-entry.ts';
import { go } from '../place/use-place.ts';
import { firstName, type Agent, type Merchant } from '../world/world.ts';

interface DeskComposerProps {
  readonly root: ShownEntry;
  readonly agent: Agent;
  readonly merchantName: string | null;
  /** Undefined when it is not one of those in sight. */
  readonly merchant: Merchant | undefined;
  readonly takesFocus: boolean;
}

/** A phone's keyboard would cover what the thread was opened for. */
const hasKeyboard = matchMedia('(pointer: fine)').matches;

/** Says, before anything is sent, who will read it. */
export function DeskComposer({ root, agent, merchantName, merchant, takesFocus }: DeskComposerProps) {
  const to = merchantName ?? 'the merchant';
  const hint = (draft: string) => {
    if (isInternal(draft)) return <InternalHint to={to} />;
    if (merchant?.isOffline === true) return `${to} is offline: ${waiting(merchant)}delivered when they are back.`;
    if (draft !== '') return `Goes to ${to} as ${agent.name}.`;
    return 'Start with // to keep it here.';
  };
  return (
    <Composer
      person={agent}
      channelId={root.channelId}
      threadId={root.messageId}
      placeholder={`Reply to ${to} as ${firstName(agent.name)}`}
      hint={hint}
      look={(draft) => (isInternal(draft) ? 'composer-internal' : '')}
      onSaid={() => go({ agent: agent.userId })}
      onEscape={() => go({ thread: null })}
      takesFocus={takesFocus && hasKeyboard}
    />
  );
}

const waiting = ({ onTheWay }: Merchant): string => (onTheWay > 0 ? `${onTheWay} on the way, ` : '');

const InternalHint = ({ to }: { readonly to: string }) => (
  <>
    <LockIcon /> Stays at the desk. {to} will not see it.
  </>
);
