import './dot.css';

/** Something new is where nobody is looking. */
export function Dot({ says }: { readonly says: string }) {
  return (
    <span className="dot">
      <span className="unseen">{says}</span>
    </span>
  );
}
