import { expect, test } from '@jest/globals';
import { textLength } from '../../../../adapters/slack/text/escape-text.ts';
import { permalinksOf, renderAuthor, renderMessage } from '../../../../adapters/slack/rendering/render-message.ts';
import { plain } from '../../../../src/chat/rich-text.ts';

const noLinks = permalinksOf(undefined);

test('words go out as one block, never parsed, with an escaped fallback', () => {
  expect(renderMessage({ content: { kind: 'text', text: plain('a <!channel> & b') } }, noLinks)).toEqual({
    text: 'a &lt;!channel&gt; &amp; b',
    blocks: [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a <!channel> & b' }] }],
      },
    ],
    parse: 'none',
    link_names: false,
  });
});

test('a post out of its place shows when it was said, in the reader’s own time zone', () => {
  const saidAt = new Date('2026-11-24T11:58:31.500Z');
  const { blocks } = renderMessage({ content: { kind: 'text', text: plain('late') }, saidAt }, noLinks);
  expect(blocks[1]).toEqual({
    type: 'context',
    elements: [
      {
        type: 'mrkdwn',
        text: 'Said at <!date^1795521511^{date_short_pretty} {time}|2026-11-24 11:58 UTC>',
        verbatim: true,
      },
    ],
  });
});

test('a card’s fallback is its summary, and a card without blocks shows it', () => {
  const message = renderMessage(
    { content: { kind: 'card', card: { blocks: [] }, summary: 'Acme <needs> you' } },
    noLinks,
  );
  expect(message.text).toBe('Acme &lt;needs&gt; you');
  expect(JSON.stringify(message.blocks)).toContain('Acme <needs> you');
});

test.each([
  [{ name: '  Ada\n<!channel>\u202e Lovelace ' }, { username: 'Ada <!channel> Lovelace' }],
  [{ name: 'x'.repeat(100) }, { username: `${'x'.repeat(79)}…` }],
  [{ name: ' \n ' }, {}],
  [
    { name: 'Ada', avatarUrl: 'https://a.test/x.png' },
    { username: 'Ada', icon_url: 'https://a.test/x.png' },
  ],
  [{ name: 'Ada', avatarUrl: 'javascript:alert(1)' }, { username: 'Ada' }],
  [undefined, {}],
])('the face of a post: %j', (author, expected) => {
  expect(renderAuthor(author)).toEqual(expected);
});

test('lengths are counted as Slack counts them', () => {
  expect(textLength('a<&>b')).toBe(15);
});
