import type { WireEntry } from '../../../../wire.ts';
import { Button } from '../../bits/button.tsx';
import { firstName } from '../../bits/first-name.ts';
import { CloseIcon } from '../../bits/icons.tsx';
import { useActed, useForgetActs } from '../outbox/use-act.ts';
import type { Person } from '../world/world.ts';

/** What only whoever clicked is told. It is there before it speaks, so that it is read out. */
export function CardTold({ entry, reader }: { readonly entry: WireEntry; readonly reader: Person }) {
  const place = { userId: reader.userId, channelId: entry.channelId, messageId: entry.messageId };
  const told = useActed(place)?.told ?? null;
  const forget = useForgetActs(place);
  return (
    <div role="status">
      {told !== null && (
        <div className="card-told">
          <p>
            {told} <span className="only-you">Only {firstName(reader.name)} sees this.</span>
          </p>
          <Button look="icon" aria-label="Dismiss" onClick={forget}>
            <CloseIcon />
          </Button>
        </div>
      )}
    </div>
  );
}
