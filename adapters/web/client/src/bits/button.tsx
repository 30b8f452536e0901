import './button.css';
import type { ComponentProps } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'icon';
  /** What it does is under way: it keeps its place and takes no second click. */
  readonly isBusy?: boolean;
}

export function Button({ look = 'plain', isBusy = false, className = '', onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button button-${look} ${className}`}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
      {...rest}
    />
  );
}
