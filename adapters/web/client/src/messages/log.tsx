import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

interface LogProps {
  readonly label: string;
  /** The id of its last message. */
  readonly last: string | undefined;
  readonly children: ReactNode;
}

/** A list of messages that begins at its end, and brings into sight whatever comes. */
export function Log({ label, last, children }: LogProps) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useRef<string | null>(null);

  useLayoutEffect(() => {
    if (last === undefined || !box.current) return;
    if (seen.current === null) box.current.scrollTo({ top: box.current.scrollHeight, behavior: 'instant' });
    else if (seen.current !== last) find(box.current, last)?.scrollIntoView({ block: 'nearest' });
    seen.current = last;
  }, [last]);

  const noteScroll = useStayAtEnd(box);
  // What stands there already is not read out, what comes is.
  const [isLive, setIsLive] = useState(false);
  useEffect(() => setIsLive(last !== undefined), [last]);
  return (
    <div
      ref={box}
      className="log"
      role="log"
      aria-label={label}
      aria-live={isLive ? 'polite' : 'off'}
      tabIndex={0}
      onScroll={({ currentTarget }) => noteScroll(currentTarget)}
    >
      <div className="log-content">{children}</div>
    </div>
  );
}

const NEAR_END = 24;

/** Whoever reads the end still does when something grows. @returns takes note of where it is scrolled to */
function useStayAtEnd(box: RefObject<HTMLElement | null>): (box: HTMLElement) => void {
  const isAtEnd = useRef(true);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) current.scrollTo({ top: current.scrollHeight, behavior: 'instant' });
    });
    observer.observe(current);
    for (const content of current.children) observer.observe(content);
    return () => observer.disconnect();
  }, [box]);
  return ({ scrollHeight, scrollTop, clientHeight }) => {
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };
}

const find = (box: HTMLElement, messageId: string): Element | null =>
  box.querySelector(`[data-message="${CSS.escape(messageId)}"]`);
