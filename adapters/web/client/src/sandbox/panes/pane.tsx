import './pane.css';
import type { KeyboardEventHandler, ReactNode } from 'react';

interface PaneProps {
  readonly name: 'merchant' | 'desk' | 'direct';
  readonly label: string;
  readonly header: ReactNode;
  readonly children: ReactNode;
  readonly onKeyDown?: KeyboardEventHandler;
}

/** One of the places that lie side by side: a landmark with a header. */
export function Pane({ name, label, header, children, onKeyDown }: PaneProps) {
  return (
    <section className={`pane pane-${name}`} aria-label={label} onKeyDown={onKeyDown}>
      <header className="pane-header">{header}</header>
      {children}
    </section>
  );
}
