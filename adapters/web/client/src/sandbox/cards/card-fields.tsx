import type { CardField } from '../../../../../../src/chat/card.ts';
import { Time } from '../../bits/time.tsx';

export function CardFields({ fields }: { readonly fields: readonly CardField[] }) {
  return (
    <dl className="card-fields">
      {fields.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <FieldValue value={String(value)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A Date, as JSON carries it. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const FieldValue = ({ value }: { readonly value: string }) => (DATE.test(value) ? <Time at={value} /> : value);
