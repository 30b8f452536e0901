import { useRef } from 'react';
import { Button } from '../../bits/button.tsx';
import { RestartIcon } from '../../bits/icons.tsx';
import { go } from '../place/use-place.ts';
import { useChange } from '../world/use-change.ts';

const nobody = { merchant: null, person: null, agent: null, thread: null };

export function StartOver() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { mutate, isPending } = useChange();
  const close = () => dialog.current?.close();
  const startOver = () =>
    mutate(
      { kind: 'start-over' },
      {
        onSuccess: () => go(nobody),
        onSettled: close,
      },
    );
  return (
    <>
      <Button look="quiet" onClick={() => dialog.current?.showModal()}>
        <RestartIcon />
        Start over
      </Button>
      <dialog ref={dialog} className="dialog" aria-labelledby="start-over-title">
        <h2 id="start-over-title">Start over?</h2>
        <p>All that was said here is deleted, and the story begins anew.</p>
        <div className="dialog-actions">
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" isBusy={isPending} onClick={startOver}>
            {isPending ? 'Starting over…' : 'Start over'}
          </Button>
        </div>
      </dialog>
    </>
  );
}
