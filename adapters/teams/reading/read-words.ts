import { plain, type Leaf, type RichText } from '../../../src/chat/rich-text.ts';
import { leavesOf } from '../../../src/chat/rich-text/leaves.ts';
import { fromRuns } from '../../../src/chat/rich-text/runs.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { mentionsIn, type TeamsActivity } from '../activity.ts';
import { readHtml } from './read-html.ts';

/**
 * What somebody wrote. Teams' own clients send it as HTML beside the text, with each mention in its place.
 * @param images that come as files beside it
 */
export function readWords(activity: TeamsActivity, images = 0): RichText {
  const html = htmlOf(activity);
  if (html === undefined) return readPlain(activity);
  const named = mentionsIn(activity);
  return readHtml(html, (index, shown) => mentionOf(named[index]?.mentioned, shown), images);
}

/** Whether our bot is addressed by name. */
export const mentionsBot = (text: RichText, { recipient }: TeamsActivity): boolean =>
  leavesOf(text).some((leaf) => leaf.type === 'mention' && leaf.userId === recipient.id);

const htmlOf = ({ attachments = [], text, textFormat }: TeamsActivity): string | undefined => {
  const html = attachments.find(({ contentType }) => contentType === 'text/html')?.content;
  if (typeof html === 'string') return html;
  return textFormat === 'xml' ? text : undefined;
};

/** Words in which a mention stands as `<at>Name</at>`, exactly as its entity says. */
function readPlain(activity: TeamsActivity): RichText {
  const words = soundText(activity.text ?? '').trim();
  const named = mentionsIn(activity).filter(({ text }) => text !== '');
  if (named.length === 0) return plain(words);
  const leaves: Leaf[] = [];
  let rest = words;
  for (const { text, mentioned } of named) {
    const at = rest.indexOf(text);
    if (at < 0) continue;
    leaves.push({ type: 'text', value: rest.slice(0, at) }, mentionOf(mentioned, text.replace(/<[^>]*>/g, '')));
    rest = rest.slice(at + text.length);
  }
  const all: Leaf[] = [...leaves, { type: 'text', value: rest }];
  return [{ type: 'paragraph', children: fromRuns(all.map((leaf) => ({ leaf, marks: new Set() }))) }];
}

function mentionOf(mentioned: { readonly id: string; readonly name?: string | undefined } | undefined, shown: string) {
  const name = soundText(mentioned?.name ?? shown);
  if (!mentioned) return { type: 'text', value: `@${name}` } as const;
  return { type: 'mention', userId: mentioned.id, ...(name && { name }) } as const;
}
