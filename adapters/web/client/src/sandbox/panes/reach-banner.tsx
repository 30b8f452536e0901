import type { Merchant } from '../world/world.ts';

/** What is happening to deliveries into a merchant's channel while they do not arrive at once. */
export function ReachBanner({ merchant: { isOffline, isRemoved, onTheWay } }: { readonly merchant: Merchant }) {
  return (
    <div role="status" className="reach">
      {isRemoved && (
        <p className="banner">
          <b>Switchboard was removed from this channel.</b> Nothing can be delivered until it is invited again.
        </p>
      )}
      {isOffline && !isRemoved && (
        <p className="banner">
          <b>This channel is offline.</b> Deliveries into it fail and are tried again
          {onTheWay > 0 ? `: ${onTheWay} on the way.` : '.'}
        </p>
      )}
      {!isOffline && !isRemoved && onTheWay > 0 && (
        <p className="banner banner-late">{onTheWay} on the way, tried again soon.</p>
      )}
    </div>
  );
}
