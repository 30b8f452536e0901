import { useEffect, useMemo, type ReactNode } from 'react';
import { Composer } from '../../composer/composer.tsx';
import { createTypingSignal } from '../../typing/typing-signal.ts';
import { useFeed } from '../feed/use-feed.ts';
import { useSay } from '../outbox/use-said.ts';
import type { Person } from '../world/world.ts';

interface ChannelComposerProps {
  readonly person: Person;
  readonly channelId: string;
  readonly threadId: string | null;
  readonly placeholder: string;
  readonly hint?: (draft: string) => ReactNode;
  readonly look?: (draft: string) => string;
  /** Whether nobody on the other side is to know of it. */
  readonly isSecret?: (draft: string) => boolean;
  readonly onSaid?: () => void;
  readonly onEscape?: () => void;
  readonly takesFocus?: boolean;
}

const LONGEST_TEXT = 40_000;

/** Where a person writes into a channel, or a thread of it. */
export function ChannelComposer({ person, channelId, threadId, isSecret, onSaid, ...rest }: ChannelComposerProps) {
  const { userId, name } = person;
  const say = useSay();
  const feed = useFeed();
  const signal = useMemo(
    () => createTypingSignal((isTyping) => feed.tellTyping({ channelId, threadId, userId, isTyping })),
    [feed, channelId, threadId, userId],
  );
  useEffect(() => () => signal(''), [signal]);
  return (
    <Composer
      name={name}
      keptAs={`draft.${channelId}.${threadId ?? ''}`}
      longest={LONGEST_TEXT}
      onSend={(text) => {
        say({ userId, channelId, threadId, text });
        onSaid?.();
      }}
      onDraft={(draft) => signal(isSecret?.(draft) === true ? '' : draft)}
      {...rest}
    />
  );
}
