import { Button } from '../../bits/button.tsx';
import { RemoveIcon } from '../../bits/icons.tsx';
import { useChange } from '../world/use-change.ts';
import type { Merchant } from '../world/world.ts';

/** Removes Switchboard from the channel as its people can, to see that the desk is told. */
export function MembershipButton({ merchant: { channelId, isRemoved } }: { readonly merchant: Merchant }) {
  const { mutate, isPending } = useChange();
  return (
    <Button
      look="quiet"
      isBusy={isPending}
      title="Nothing can be delivered into a channel that Switchboard is not in"
      onClick={() => mutate({ kind: 'membership', channelId, isRemoved: !isRemoved })}
    >
      <RemoveIcon />
      {isRemoved ? 'Invite Switchboard' : 'Remove Switchboard'}
    </Button>
  );
}
