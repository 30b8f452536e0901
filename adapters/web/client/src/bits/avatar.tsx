import './avatar.css';
import { Logo } from './icons.tsx';

const HUES = 8;

/** Initials on a colour that is always this person's. Beside a name, and so silent. */
export function Avatar({ name, size = 'normal' }: { readonly name: string; readonly size?: 'small' | 'normal' }) {
  return (
    <span className={`avatar avatar-${size} hue-${hueOf(name)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** The product's own face. */
export function ProductAvatar() {
  return (
    <span className="avatar avatar-normal avatar-product" aria-hidden="true">
      <Logo />
    </span>
  );
}

function hueOf(name: string): number {
  let hash = 23;
  for (const letter of name) hash = (hash * 37 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hash % HUES;
}

function initialsOf(name: string): string {
  const initials = name.match(/(?<!\S)[\p{L}\p{N}]/gu) ?? ['?'];
  const last = initials.length > 1 ? initials.at(-1) : undefined;
  return `${initials[0]}${last ?? ''}`.toUpperCase();
}
