import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from '../../bits/button.tsx';
import { isWorthAnotherTry } from '../../server/ask.ts';
import { messageOf } from '../../server/message-of.ts';
import { Screen } from '../screen.tsx';
import { Waiting } from '../waiting.tsx';
import { loginQuery, signIn } from './login.ts';

/** What a login link opens. */
export function LoginPage({ token }: { readonly token: string }) {
  const { data: invited, error, failureReason } = useQuery(loginQuery(token));
  const {
    mutate,
    isPending,
    isSuccess,
    error: refusal,
  } = useMutation({
    mutationFn: () => signIn(token),
    // Back does not lead to a link that is used up.
    onSuccess: (leadsTo) => location.replace(leadsTo),
  });
  const over = error ?? (refusal && !isWorthAnotherTry(refusal) ? refusal : null);
  if (over) {
    return (
      <Screen title="This link does not work any more">
        <p>{messageOf(over)}</p>
      </Screen>
    );
  }
  if (!invited) return <Waiting error={failureReason} />;
  const isBusy = isPending || isSuccess;
  return (
    <Screen title="Sign in to Switchboard">
      <p>You stay signed in on this device. The link works once.</p>
      <Button look="primary" isBusy={isBusy} onClick={() => mutate()}>
        {isBusy ? 'Signing in…' : `Sign in as ${invited.name}`}
      </Button>
      <div role="alert">{refusal && <p className="screen-trouble">{messageOf(refusal)} Try again.</p>}</div>
    </Screen>
  );
}
