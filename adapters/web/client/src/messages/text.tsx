import './text.css';
import type { Block, ListItem, RichText } from '../../../../../src/chat/rich-text.ts';
import { Words } from './words.tsx';

/** What somebody said, as they set it. Every node is an element of ours: nothing in it can be markup. */
export const Text = ({ text }: { readonly text: RichText }) => (
  <div className="text">
    <Blocks blocks={text} />
  </div>
);

const Blocks = ({ blocks }: { readonly blocks: readonly Block[] }) =>
  blocks.map((block, index) => <BlockView key={index} block={block} />);

function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Words inline={block.children} />
        </p>
      );
    case 'heading':
      return (
        <p className="text-heading">
          <Words inline={block.children} />
        </p>
      );
    case 'blockquote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'list':
      return block.ordered ? (
        <ol start={block.start ?? 1}>
          <Items items={block.children} />
        </ol>
      ) : (
        <ul>
          <Items items={block.children} />
        </ul>
      );
    case 'code':
      return (
        <pre data-language={block.lang} tabIndex={0}>
          <code>{block.value}</code>
        </pre>
      );
    case 'thematicBreak':
      return <hr />;
  }
}

const Items = ({ items }: { readonly items: readonly ListItem[] }) =>
  items.map((item, index) => (
    <li key={index}>
      <Blocks blocks={item.children} />
    </li>
  ));
