import type { RichText, Span } from '../../../../../src/chat/rich-text.ts';
import { splitAddresses } from './addresses.ts';

/** What somebody said, literally, with its line breaks. */
export function Text({ text }: { readonly text: RichText }) {
  return (
    <p className="text">
      {text.map((span, index) => (
        <SpanText key={index} span={span} />
      ))}
    </p>
  );
}

function SpanText({ span }: { readonly span: Span }) {
  switch (span.kind) {
    case 'text':
      return <Plain text={span.text} />;
    case 'mention':
      return <span className="mention">@{span.name ?? 'someone'}</span>;
    case 'link':
      return <Link {...span} />;
  }
}

/** Words with an address in them: it leads somewhere, as it does in every chat. */
const Plain = ({ text }: { readonly text: string }) =>
  splitAddresses(text).map((part, index) => (index % 2 === 1 ? <Link key={index} url={part} /> : part));

/** Where a link leads is always in sight: a text of its own could claim anything. */
function Link({ url, text }: { readonly url: string; readonly text?: string }) {
  const label = text === undefined || text === url ? url : `${text} (${url})`;
  if (!/^(https?|mailto):/i.test(url)) return label;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}
