import { expect, test } from '@jest/globals';
import { privately } from '../../../../adapters/slack/rendering/slack-answers.ts';

test('a private answer is literal, names with signs in them, too; only our own commands are code', () => {
  const said = privately('*Acme* <!here> `x`: write `/desk here` & wait.');
  expect(said).toEqual({
    response_type: 'ephemeral',
    text: '*Acme* &lt;!here&gt; `x`: write `/desk here` &amp; wait.',
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: '*Acme* <!here> `x`: write ' },
              { type: 'text', text: '/desk here', style: { code: true } },
              { type: 'text', text: ' & wait.' },
            ],
          },
        ],
      },
    ],
  });
});
