import { Button } from '../../bits/button.tsx';
import { OfflineIcon } from '../../bits/icons.tsx';
import { useChange } from '../world/use-change.ts';
import type { Merchant } from '../world/world.ts';

/** Lets deliveries into the channel fail, to see that nothing is lost. */
export function ReachButton({ merchant: { channelId, isOffline } }: { readonly merchant: Merchant }) {
  const { mutate, isPending } = useChange();
  return (
    <Button
      look="quiet"
      className="pane-action"
      aria-pressed={isOffline}
      isBusy={isPending}
      title="Deliveries into this channel fail while it is offline"
      onClick={() => mutate({ kind: 'reach', channelId, isOffline: !isOffline })}
    >
      <OfflineIcon />
      {isOffline ? 'Bring back online' : 'Take offline'}
    </Button>
  );
}
