import { Dot } from '../../bits/dot.tsx';
import { go } from '../place/use-place.ts';

export const PANES = ['merchant', 'desk', 'direct'] as const;
export type PaneName = (typeof PANES)[number];

const LABELS: Readonly<Record<PaneName, string>> = { merchant: 'Merchant', desk: 'Desk', direct: 'Direct messages' };

interface TabsProps {
  readonly chosen: PaneName;
  readonly news: ReadonlySet<PaneName>;
}

/** Which pane is shown where there is room for one. */
export function Tabs({ chosen, news }: TabsProps) {
  return (
    <nav className="tabs" aria-label="Panes">
      {PANES.map((pane) => (
        <button
          key={pane}
          type="button"
          className="tab"
          aria-current={pane === chosen ? 'page' : undefined}
          onClick={() => go({ pane })}
        >
          {LABELS[pane]}
          {news.has(pane) && <Dot says="has news" />}
        </button>
      ))}
    </nav>
  );
}
