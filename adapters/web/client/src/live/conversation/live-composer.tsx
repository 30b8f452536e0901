import { useEffect, useMemo } from 'react';
import { firstName } from '../../bits/first-name.ts';
import { Composer } from '../../composer/composer.tsx';
import { hasKeyboard } from '../../composer/has-keyboard.ts';
import { InternalHint } from '../../composer/internal-hint.tsx';
import { isInternal } from '../../messages/internal.ts';
import { createTypingSignal } from '../../typing/typing-signal.ts';
import type { Room } from '../room/room.ts';
import { isAtDesk, type Member } from '../session/session.ts';
import { isOver } from '../tickets/status.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { LONGEST_TEXT } from './longest-text.ts';

interface LiveComposerProps {
  readonly ticket: Ticket;
  readonly member: Member;
  readonly room: Room;
}

/** Says, before anything is sent, who will read it. */
export function LiveComposer({ ticket, member, room }: LiveComposerProps) {
  const signal = useMemo(() => createTypingSignal((isTyping) => room.tellTyping(isTyping)), [room]);
  useEffect(() => () => signal(''), [signal]);
  const { merchantName, number, status } = ticket;
  const atDesk = isAtDesk(member);
  const isSecret = (draft: string) => atDesk && isInternal(draft);
  const hint = (draft: string) => {
    if (isSecret(draft)) return <InternalHint to={merchantName} />;
    if (!atDesk && isOver(status)) return 'Writing here reopens the ticket.';
    if (!atDesk) return hasKeyboard && 'Enter sends, Shift + Enter begins a new line.';
    return draft === '' ? 'Start with // to keep it here.' : `Goes to ${merchantName} as ${member.name}.`;
  };
  return (
    <Composer
      name={member.name}
      keptAs={`draft.${member.userId}.${number}`}
      placeholder={atDesk ? `Reply to ${merchantName} as ${firstName(member.name)}` : 'Write to support'}
      longest={LONGEST_TEXT}
      onSend={(text) => room.say(text)}
      onDraft={(draft) => signal(isSecret(draft) ? '' : draft)}
      hint={hint}
      look={(draft) => (isSecret(draft) ? 'composer-internal' : '')}
      takesFocus={hasKeyboard}
    />
  );
}
