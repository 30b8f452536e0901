import { Sending } from '../../messages/sending.tsx';
import { useForget, useSay, type Said } from './use-said.ts';

/** What is shown at something that was written here; nothing once the server has it. */
export function OnItsWay({ said: { id, say, status, reason } }: { readonly said: Said }) {
  const forget = useForget();
  const sayAgain = useSay();
  if (status === 'sent') return null;
  const { clientId: _, ...words } = say;
  const tryAgain = () => {
    forget(id);
    sayAgain(words);
  };
  return <Sending reason={reason} onTryAgain={tryAgain} onDiscard={() => forget(id)} />;
}
