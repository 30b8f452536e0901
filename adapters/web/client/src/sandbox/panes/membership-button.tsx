import { Button } from '../../bits/button.tsx';
import { InviteIcon, RemoveIcon } from '../../bits/icons.tsx';
import { useChange } from '../world/use-change.ts';
import type { Merchant } from '../world/world.ts';

/** Removes Switchboard from the channel as its people can, to see that the desk is told. */
export function MembershipButton({ merchant: { channelId, isRemoved } }: { readonly merchant: Merchant }) {
  const { mutate, isPending } = useChange();
  const label = isRemoved ? 'Invite Switchboard into this channel again' : 'Remove Switchboard from this channel';
  return (
    <Button
      look="icon"
      aria-label={label}
      title={label}
      isBusy={isPending}
      onClick={() => mutate({ kind: 'membership', channelId, isRemoved: !isRemoved })}
    >
      {isRemoved ? <InviteIcon /> : <RemoveIcon />}
    </Button>
  );
}
