import { useMutationState } from '@tanstack/react-query';
import { useFeedStatus } from '../feed/use-feed.ts';
import { messageOf } from '../server/message-of.ts';
import { CHANGE } from '../world/use-change.ts';

/** Calm while all is well. */
export function ConnectionStatus() {
  const isAway = useFeedStatus() === 'away';
  const changes = useMutationState({ filters: { mutationKey: CHANGE }, select: ({ state }) => state.error });
  const failed = changes.at(-1);
  return (
    <p className="connection" role="status">
      {isAway && (
        <>
          <span className="pulse" aria-hidden="true" />
          Reconnecting… <span className="connection-more">What you write is kept.</span>
        </>
      )}
      {!isAway && failed && `Nothing was changed. ${messageOf(failed)}`}
    </p>
  );
}
