import { firstName } from '../../bits/first-name.ts';
import { hasKeyboard } from '../../composer/has-keyboard.ts';
import { InternalHint } from '../../composer/internal-hint.tsx';
import { isInternal } from '../../messages/internal.ts';
import type { ShownEntry } from '../entries/shown-entry.ts';
import { go } from '../place/use-place.ts';
import type { Agent, Merchant } from '../world/world.ts';
import { ChannelComposer } from './channel-composer.tsx';

interface DeskComposerProps {
  readonly root: ShownEntry;
  readonly agent: Agent;
  readonly merchantName: string | null;
  /** Undefined when it is not one of those in sight. */
  readonly merchant: Merchant | undefined;
  readonly takesFocus: boolean;
}

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
    <ChannelComposer
      person={agent}
      channelId={root.channelId}
      threadId={root.messageId}
      placeholder={`Reply to ${to} as ${firstName(agent.name)}`}
      hint={hint}
      look={(draft) => (isInternal(draft) ? 'composer-internal' : '')}
      isSecret={isInternal}
      onSaid={() => go({ agent: agent.userId })}
      onEscape={() => go({ thread: null })}
      takesFocus={takesFocus && hasKeyboard}
    />
  );
}

const waiting = ({ onTheWay }: Merchant): string => (onTheWay > 0 ? `${onTheWay} on the way, ` : '');
