import { useEffect, useRef, useState } from 'react';
import type { CardAction } from '../../../../../../src/chat/card.ts';
import type { WireEntry } from '../../../../wire.ts';
import { Button } from '../../bits/button.tsx';
import { NextIcon } from '../../bits/icons.tsx';
import { Menu } from '../../bits/menu.tsx';
import { useAct, useActed } from '../outbox/use-act.ts';
import { go } from '../place/use-place.ts';
import type { Person } from '../world/world.ts';

interface CardActionsProps {
  readonly actions: readonly CardAction[];
  readonly entry: WireEntry;
  readonly reader: Person;
}

/** What can be done about a card. A click holds until the card has changed, or has told why not. */
export function CardActions({ actions, entry, reader }: CardActionsProps) {
  const { channelId, messageId, version } = entry;
  const place = { userId: reader.userId, channelId, messageId };
  const act = useAct(place);
  const acted = useActed(place);
  const [clickedAt, setClickedAt] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const isBusy = acted !== undefined && (acted.isPending || (clickedAt === version && acted.told === null));

  // The button that was pressed may be gone: whoever has no mouse goes on from the card.
  useEffect(() => {
    if (clickedAt === null || clickedAt === version) return;
    setClickedAt(null);
    if (document.activeElement === document.body) box.current?.closest('article')?.focus({ preventScroll: true });
  }, [clickedAt, version]);

  const click = (action: string, choice?: string) => {
    setClickedAt(version);
    // Whoever has answered stays who they are.
    go({ agent: reader.userId });
    act(action, choice);
  };

  return (
    <div ref={box} className="card-actions">
      {actions.map((action) => {
        if (action.kind === 'link') return <ThreadLink key={action.label} link={action} reader={reader} />;
        if (action.kind === 'menu') return null;
        const isDoing = isBusy && acted.action === action.action;
        if (action.kind === 'select') {
          const { label, options } = action;
          const choose = (choice: string) => click(action.action, choice);
          return <Menu key={action.action} label={label} options={options} isBusy={isBusy} onChoose={choose} />;
        }
        return (
          <Button
            key={action.action}
            look={action.primary === true ? 'primary' : 'plain'}
            isBusy={isBusy}
            aria-busy={isDoing}
            onClick={() => click(action.action)}
          >
            {action.label}
          </Button>
        );
      })}
    </div>
  );
}

type LinkAction = Extract<CardAction, { kind: 'link' }>;

function ThreadLink({ link, reader }: { readonly link: LinkAction; readonly reader: Person }) {
  const open = () => go({ agent: reader.userId, thread: link.to.messageId, pane: 'desk' });
  return (
    <Button look="quiet" onClick={open}>
      {link.label}
      <NextIcon />
    </Button>
  );
}
