import './account.css';
import { useMutation } from '@tanstack/react-query';
import { Avatar } from '../../bits/avatar.tsx';
import { Button } from '../../bits/button.tsx';
import { ask } from '../../server/ask.ts';
import { messageOf } from '../../server/message-of.ts';
import type { Member } from './session.ts';

/** Who is signed in, and the way out. */
export function Account({ member: { name } }: { readonly member: Member }) {
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => ask('/sign-out', {}),
    // Loaded anew, the page holds nothing of theirs any more.
    onSuccess: () => location.assign('/tickets'),
  });
  return (
    <div className="account">
      <p className="account-trouble" role="status">
        {error && messageOf(error)}
      </p>
      <p className="account-name" title={`Signed in as ${name}`}>
        <Avatar name={name} size="small" />
        <span className="unseen">Signed in as</span>
        <span>{name}</span>
      </p>
      <Button look="quiet" isBusy={isPending || isSuccess} onClick={() => mutate()}>
        Sign out
      </Button>
    </div>
  );
}
