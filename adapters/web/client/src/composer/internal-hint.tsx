import { LockIcon } from '../bits/icons.tsx';

/** Said before anything is sent. */
export const InternalHint = ({ to }: { readonly to: string }) => (
  <>
    <LockIcon /> Stays at the desk. {to} will not see it.
  </>
);
