import './composer.css';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Avatar } from '../bits/avatar.tsx';
import { Button } from '../bits/button.tsx';
import { SendIcon } from '../bits/icons.tsx';
import { useKept } from './use-kept.ts';

interface ComposerProps {
  /** Who writes. */
  readonly name: string;
  /** Names the draft, which stays with its place. */
  readonly keptAs: string;
  readonly placeholder: string;
  /** In UTF-16 code units. */
  readonly longest: number;
  readonly onSend: (text: string) => void;
  /** Each draft as it is written; '' when nobody writes any more. */
  readonly onDraft: (draft: string) => void;
  /** A line below, about what is being written. */
  readonly hint?: ((draft: string) => ReactNode) | undefined;
  readonly look?: ((draft: string) => string) | undefined;
  readonly onEscape?: (() => void) | undefined;
  readonly takesFocus?: boolean | undefined;
}

const MOST_LINES = 8;

/** Where somebody writes. Enter says it, Shift+Enter begins a line. */
export function Composer({ name, keptAs, placeholder, longest, onSend, onDraft, ...rest }: ComposerProps) {
  const { hint, look, onEscape, takesFocus = false } = rest;
  const [draft, setDraft] = useKept(keptAs);
  const [focusFirst] = useState(takesFocus);

  const write = (text: string) => {
    setDraft(text);
    onDraft(text);
  };

  const send = () => {
    const text = draft.trim();
    if (text === '') return;
    onSend(text);
    write('');
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
        <Avatar name={name} size="small" />
        <textarea
          className="composer-text"
          aria-label={placeholder}
          placeholder={placeholder}
          value={draft}
          rows={Math.min(MOST_LINES, draft.split('\n').length)}
          maxLength={longest}
          autoFocus={focusFirst}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => onDraft('')}
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
