import { useMutationState } from '@tanstack/react-query';
import { Connection } from '../../bits/connection.tsx';
import { messageOf } from '../../server/message-of.ts';
import { useFeedStatus } from '../feed/use-feed.ts';
import { CHANGE } from '../world/use-change.ts';

/** How the page stands with the server. */
export function ConnectionStatus() {
  const isAway = useFeedStatus() === 'away';
  const changes = useMutationState({ filters: { mutationKey: CHANGE }, select: ({ state }) => state.error });
  const failed = changes.at(-1);
  return (
    <Connection isAway={isAway} takesWords>
      {failed && `Nothing was changed. ${messageOf(failed)}`}
    </Connection>
  );
}
