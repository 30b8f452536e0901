import './screen.css';
import type { ReactNode } from 'react';
import { ProductAvatar } from '../bits/avatar.tsx';
import { useTitle } from './place/use-title.ts';

interface ScreenProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** One thing to say or do, in the middle. */
export function Screen({ title, children }: ScreenProps) {
  useTitle(title);
  return (
    <main className="screen">
      <div className="screen-box">
        <ProductAvatar />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
