import { useState } from 'react';
import { Text } from '../../messages/text.tsx';
import { useIsNew } from '../../messages/use-is-new.ts';
import type { ShownEntry } from './shown-entry.ts';

/** A line of the product's own, quieter than what people say. It changes in place, and shows that it did. */
export function Notice({ entry }: { readonly entry: ShownEntry }) {
  const { version, messageId, content, visibleTo } = entry;
  const [firstVersion] = useState(version);
  const isNew = useIsNew(entry.postedAt) || version !== firstVersion;
  if (content.kind !== 'text') return null;
  return (
    <div key={version} className={`notice ${isNew ? 'message-new' : ''}`} data-message={messageId}>
      <Text text={content.text} />
      {visibleTo !== null && <span className="only-you">Only you can see this.</span>}
    </div>
  );
}
