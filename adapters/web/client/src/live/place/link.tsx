import type { ComponentProps, MouseEvent } from 'react';
import { goTo } from './use-path.ts';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  readonly to: string;
}

/** A link to one of our pages. Whoever wants it in another tab or window gets it there. */
export function Link({ to, ...rest }: LinkProps) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return <a href={to} onClick={onClick} {...rest} />;
}
