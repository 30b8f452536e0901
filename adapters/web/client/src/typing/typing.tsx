import './typing.css';
import { firstName } from '../bits/first-name.ts';
import type { Typist } from './typists.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Who is writing, in a line that comes and goes. */
export function Typing({ typists }: { readonly typists: readonly Typist[] }) {
  if (typists.length === 0) return null;
  return (
    <span className="typing">
      <span className="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {typingWords(typists)}
    </span>
  );
}

function typingWords(typists: readonly Typist[]): string {
  const names = typists.map(({ name }) => firstName(name)).sort();
  return `${list.format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}
