import { Button } from '../bits/button.tsx';
import { useForget, useSay, type Said } from '../outbox/use-said.ts';

/** How far something is on its way; nothing once the server has it. */
export function Sending({ said }: { readonly said: Said }) {
  const forget = useForget();
  const say = useSay();
  if (said.status === 'sent') return null;
  if (said.status === 'sending') return <p className="sending">sending…</p>;
  const { clientId: _, ...words } = said.say;
  return (
    <div className="refused" role="alert">
      <p>Not sent. {said.reason}</p>
      <Button
        look="quiet"
        onClick={() => {
          forget(said.id);
          say(words);
        }}
      >
        Try again
      </Button>
      <Button look="quiet" onClick={() => forget(said.id)}>
        Discard
      </Button>
    </div>
  );
}
