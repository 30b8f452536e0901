import type { WireEntry } from '../../../../wire.ts';

/** What a card says under a label; null when it says nothing, or is no card. */
export function readField({ content }: WireEntry, label: string): string | null {
  if (content.kind !== 'card') return null;
  const fields = content.card.blocks.flatMap((block) => (block.kind === 'fields' ? block.fields : []));
  const value = fields.find((field) => field.label === label)?.value;
  return value === undefined ? null : String(value);
}
