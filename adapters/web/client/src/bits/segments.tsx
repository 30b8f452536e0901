import './segments.css';
import { useId } from 'react';
import { Avatar } from './avatar.tsx';
import { Dot } from './dot.tsx';

export interface Segment {
  readonly value: string;
  readonly label: string;
  readonly hasNews?: boolean;
}

interface SegmentsProps {
  readonly label: string;
  readonly segments: readonly Segment[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
  readonly faces?: boolean;
}

/** One of a few, all in sight. Radio buttons underneath, and so the arrow keys. */
export function Segments({ label, segments, chosen, onChoose, faces = false }: SegmentsProps) {
  const name = useId();
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {segments.map((segment) => (
        <label key={segment.value} className="segment">
          <input
            type="radio"
            className="unseen"
            name={name}
            checked={segment.value === chosen}
            onChange={() => onChoose(segment.value)}
          />
          {faces && <Avatar name={segment.label} size="small" />}
          <span className="segment-label">{segment.label}</span>
          {segment.hasNews && <Dot says="has news" />}
        </label>
      ))}
    </div>
  );
}
