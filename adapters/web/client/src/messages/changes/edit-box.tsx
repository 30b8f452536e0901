import './changes.css';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { asTyped } from '../../../../../../src/chat/rich-text/as-typed.ts';
import type { RichText } from '../../../../../../src/chat/rich-text.ts';
import { Button } from '../../bits/button.tsx';

interface EditBoxProps {
  readonly text: RichText;
  /** In UTF-16 code units. */
  readonly longest: number;
  readonly onSave: (typed: string) => void;
  readonly onDone: () => void;
  /** A line below, about what is being written. */
  readonly hint?: ((draft: string) => ReactNode) | undefined;
}

const MOST_LINES = 8;

/** Where somebody rewrites what they said. Enter keeps it, Escape leaves it as it was. */
export function EditBox({ text, longest, onSave, onDone, hint }: EditBoxProps) {
  const [before] = useState(() => asTyped(text));
  const [draft, setDraft] = useState(before);

  const box = useRef<HTMLDivElement>(null);

  const leave = () => {
    // Whoever uses the keyboard is where they were before.
    box.current?.closest('.message')?.querySelector<HTMLElement>('.message-tools button')?.focus();
    onDone();
  };

  const save = () => {
    const words = draft.trim();
    if (words !== '' && words !== before) onSave(words);
    leave();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // It closes the box, and nothing around it.
      event.stopPropagation();
      leave();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };

  const line = hint?.(draft) ?? null;
  return (
    <div ref={box} className="edit-box">
      <textarea
        className="edit-text"
        aria-label="Edit the message"
        value={draft}
        rows={Math.min(MOST_LINES, draft.split('\n').length)}
        maxLength={longest}
        autoFocus
        onChange={({ target }) => setDraft(target.value)}
        onKeyDown={onKeyDown}
      />
      {line !== null && <p className="edit-hint">{line}</p>}
      <Button look="primary" onClick={save}>
        Save
      </Button>
      <Button look="quiet" onClick={leave}>
        Cancel
      </Button>
    </div>
  );
}
