import './composer.css';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Avatar } from '../bits/avatar.tsx';
import { Button } from '../bits/button.tsx';
import { SendIcon } from '../bits/icons.tsx';
import { useSay } from '../outbox/use-said.ts';
import { useKept } from '../place/use-kept.ts';
import type { Person } from '../world/world.ts';

interface ComposerProps {
  readonly person: Person;
  readonly channelId: string;
  readonly threadId: string | null;
  readonly placeholder: string;
  /** A line below, about what is being written. */
  readonly hint?: (draft: string) => ReactNode;
  readonly look?: (draft: string) => string;
  readonly onSaid?: () => void;
  readonly onEscape?: () => void;
  readonly takesFocus?: boolean;
}

const LONGEST_TEXT = 40_000;
const MOST_LINES = 8;

/** Where somebody writes. Enter says it, Shift+Enter begins a line; the draft stays with its place. */
export function Composer({ person, channelId, threadId, placeholder, ...rest }: ComposerProps) {
  const { hint, look, onSaid, onEscape, takesFocus = false } = rest;
  const [draft, setDraft] = useKept(`draft.${channelId}.${threadId ?? ''}`);
  const [focusFirst] = useState(takesFocus);
  const say = useSay();

  const send = () => {
    const text = draft.trim();
    if (text === '') return;
    say({ userId: person.userId, channelId, threadId, text });
    setDraft('');
    onSaid?.();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && onEscape) {
      event.stopPropagation();
      onEscape();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <div className={`composer ${look?.(draft) ?? ''}`}>
      <div className="composer-box">
        <Avatar name={person.name} size="small" />
        <textarea
          className="composer-text"
          aria-label={placeholder}
          placeholder={placeholder}
          value={draft}
          rows={Math.min(MOST_LINES, draft.split('\n').length)}
          maxLength={LONGEST_TEXT}
          autoFocus={focusFirst}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          look={draft.trim() === '' ? 'icon' : 'primary'}
          className="composer-send"
          aria-label="Send"
          onClick={send}
        >
          <SendIcon />
        </Button>
      </div>
      {hint && <p className="composer-hint">{hint(draft)}</p>}
    </div>
  );
}
