import { isOwnAddress, isSafeUrl, labelOf } from '../../../../../src/chat/rich-text/links.ts';
import { visibleLeaf, type Inline, type Link } from '../../../../../src/chat/rich-text.ts';
import { splitAddresses } from './addresses.ts';

/** Words of a line, with the marks and names in them. */
export const Words = ({ inline }: { readonly inline: readonly Inline[] }) =>
  inline.map((node, index) => <InlineView key={index} node={node} />);

function InlineView({ node }: { readonly node: Inline }) {
  switch (node.type) {
    case 'text':
      return <Plain text={node.value} />;
    case 'strong':
      return (
        <strong>
          <Words inline={node.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Words inline={node.children} />
        </em>
      );
    case 'delete':
      return (
        <del>
          <Words inline={node.children} />
        </del>
      );
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'mention':
    case 'channel':
      return <bdi className="mention">{visibleLeaf(node)}</bdi>;
    case 'date':
      return <Moment at={new Date(node.at * 1000)} />;
    case 'link':
      return <LinkView link={node} />;
  }
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** In the reader's own zone. */
const Moment = ({ at }: { readonly at: Date }) => <time dateTime={at.toISOString()}>{moment.format(at)}</time>;

/** Words with an address in them: it leads somewhere, as it does in every chat. */
const Plain = ({ text }: { readonly text: string }) =>
  splitAddresses(text).map((part, index) =>
    index % 2 === 1 ? <LinkView key={index} link={{ type: 'link', url: part, children: [] }} /> : part,
  );

/** Where a link leads is always in sight: a label of its own could claim anything. */
function LinkView({ link }: { readonly link: Link }) {
  const label = isOwnAddress(link) ? labelOf(link) : <Labelled link={link} />;
  if (!isSafeUrl(link.url)) return label;
  return (
    <a href={link.url} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}

const Labelled = ({ link }: { readonly link: Link }) => (
  <>
    <bdi>{labelOf(link)}</bdi> ({link.url})
  </>
);
