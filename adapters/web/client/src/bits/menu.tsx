import './menu.css';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { ExpandIcon } from './icons.tsx';

interface MenuOption {
  readonly label: string;
  readonly value: string;
  /** No more than a sign: it stands beside its neighbours. */
  readonly isSign?: boolean;
}

interface MenuProps {
  readonly label: string;
  /** Shown in the place of the label, which is read out. */
  readonly icon?: ReactNode;
  readonly options: readonly MenuOption[];
  readonly isBusy: boolean;
  readonly onChoose: (value: string) => void;
}

const GAP = 4;

/** Things to do behind one button. A select would do the first of them when its arrow key is pressed. */
export function Menu({ label, icon, options, isBusy, onChoose }: MenuProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const open = () => {
    const menu = list.current;
    const from = opener.current?.getBoundingClientRect();
    if (!menu || !from) return;
    menu.showPopover();
    const fitsBelow = from.bottom + GAP + menu.offsetHeight < window.innerHeight;
    menu.style.top = `${fitsBelow ? from.bottom + GAP : from.top - GAP - menu.offsetHeight}px`;
    menu.style.left = `${Math.max(GAP, Math.min(from.left, window.innerWidth - menu.offsetWidth - GAP))}px`;
    menu.querySelector('button')?.focus();
  };

  return (
    <>
      <Button
        ref={opener}
        look={icon === undefined ? 'plain' : 'icon'}
        aria-label={icon === undefined ? undefined : label}
        aria-haspopup="menu"
        aria-controls={id}
        isBusy={isBusy}
        onClick={open}
      >
        {icon ?? (
          <>
            {label}
            <ExpandIcon />
          </>
        )}
      </Button>
      <div ref={list} id={id} className="menu" role="menu" aria-label={label} popover="auto" onKeyDown={rove}>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            role="menuitem"
            className={option.isSign ? 'menu-item menu-sign' : 'menu-item'}
            tabIndex={-1}
            onClick={() => {
              list.current?.hidePopover();
              onChoose(option.value);
            }}
          >
            {option.label}
          </button>
        ))}
      </div>
    </>
  );
}

function rove(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key === 'Tab') event.currentTarget.hidePopover();
  // It closes the menu, and nothing around it.
  if (event.key === 'Escape') event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll('button')];
  const at = items.findIndex((item) => item === document.activeElement);
  const [next, before] = [at + 1, at - 1];
  const to = { ArrowDown: next, ArrowRight: next, ArrowUp: before, ArrowLeft: before, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}
