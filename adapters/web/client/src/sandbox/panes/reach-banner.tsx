import type { Merchant } from '../world/world.ts';

/** What is happening to deliveries into a merchant's channel while they do not arrive at once. */
export function ReachBanner({ merchant: { isOffline, onTheWay } }: { readonly merchant: Merchant }) {
  return (
    <div role="status" className="reach">
      {isOffline && (
        <p className="banner">
          <b>This channel is offline.</b> Deliveries into it fail and are tried again
          {onTheWay > 0 ? `: ${onTheWay} on the way.` : '.'}
        </p>
      )}
      {!isOffline && onTheWay > 0 && <p className="banner banner-late">{onTheWay} on the way, tried again soon.</p>}
    </div>
  );
}
