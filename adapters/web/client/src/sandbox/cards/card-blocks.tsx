import { itemText, type Card, type CardBlock } from '../../../../../../src/chat/card.ts';
import type { WireEntry } from '../../../../wire.ts';
import { Text } from '../../messages/text.tsx';
import type { Person } from '../world/world.ts';
import { CardActions } from './card-actions.tsx';
import { CardFields } from './card-fields.tsx';
import { withoutTitle } from './without-title.ts';

interface CardBlocksProps {
  readonly card: Card;
  readonly entry: WireEntry;
  readonly reader: Person;
  readonly isBrief: boolean;
}

export function CardBlocks({ card, ...rest }: CardBlocksProps) {
  return card.blocks.map((block, index) => <Block key={index} block={block} {...rest} />);
}

function Block({ block, entry, reader, isBrief }: Omit<CardBlocksProps, 'card'> & { readonly block: CardBlock }) {
  switch (block.kind) {
    case 'title':
      return <h3 className="card-title">{block.text}</h3>;
    case 'text':
      return <Text text={withoutTitle(block.text, entry)} />;
    case 'item':
      return <Text text={itemText(block)} />;
    case 'fields':
      return <CardFields fields={block.fields} />;
    case 'note':
      return isBrief ? null : <p className="card-note">{block.text}</p>;
    case 'actions':
      return <CardActions actions={block.actions} entry={entry} reader={reader} />;
  }
}
