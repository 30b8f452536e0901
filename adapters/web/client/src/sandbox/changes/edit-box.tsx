import './changes.css';
import { useState, type KeyboardEvent } from 'react';
import { visibleText } from '../../../../../../src/chat/rich-text.ts';
import { Button } from '../../bits/button.tsx';
import type { ShownEntry } from '../entries/shown-entry.ts';
import type { Person } from '../world/world.ts';
import { useChange } from './use-change.ts';

interface EditBoxProps {
  readonly entry: ShownEntry;
  readonly reader: Person;
  readonly onDone: () => void;
}

const LONGEST_TEXT = 40_000;
const MOST_LINES = 8;

/** Where somebody rewrites what they said. Enter keeps it, Escape leaves it as it was. */
export function EditBox({ entry, reader, onDone }: EditBoxProps) {
  const { edit } = useChange(entry, reader);
  const before = entry.content.kind === 'text' ? visibleText(entry.content.text) : '';
  const [text, setText] = useState(before);

  const save = () => {
    const words = text.trim();
    if (words !== '' && words !== before) edit(words);
    onDone();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // It closes the box, and nothing around it.
      event.stopPropagation();
      onDone();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };

  return (
    <div className="edit-box">
      <textarea
        className="edit-text"
        aria-label="Edit the message"
        value={text}
        rows={Math.min(MOST_LINES, text.split('\n').length)}
        maxLength={LONGEST_TEXT}
        autoFocus
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      <Button look="primary" onClick={save}>
        Save
      </Button>
      <Button look="quiet" onClick={onDone}>
        Cancel
      </Button>
    </div>
  );
}
