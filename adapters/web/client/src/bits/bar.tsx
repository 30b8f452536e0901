import './bar.css';
import type { ReactNode } from 'react';
import { ProductAvatar } from './avatar.tsx';

/** The line on top of every page: the product, then what is there to say and do. */
export function Bar({ children }: { readonly children?: ReactNode }) {
  return (
    <header className="top-bar">
      <ProductAvatar />
      <h1>Switchboard</h1>
      {children}
    </header>
  );
}
