import { expect, test } from '@jest/globals';
import { renderForm } from '../../../../adapters/slack/rendering/render-form.ts';
import type { Form } from '../../../../src/chat/form.ts';
import { checkView } from '../../../support/slack-stand-in/views/check-view.ts';

const aForm = (fields: Partial<Form> = {}): Form => ({
  action: 'open-ticket',
  context: '{"channelId":"C1"}',
  title: 'Open a ticket',
  submit: 'Open',
  inputs: [
    { kind: 'text', name: 'subject', label: 'Subject', isLong: false, maxLength: 150, initial: 'Payout <is> wrong' },
    { kind: 'text', name: 'note', label: 'Note', isLong: true, maxLength: 9_000, optional: true },
    {
      kind: 'choice',
      name: 'priority',
      label: 'Priority',
      options: [
        { label: 'Low', value: 'low' },
        { label: 'High', value: 'high' },
      ],
      initial: 'high',
    },
  ],
  ...fields,
});

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

test('a form is a modal, in which each input has its own name', () => {
  const high = { text: plain('High'), value: 'high' };
  expect(renderForm(aForm())).toEqual({
    type: 'modal',
    callback_id: 'open-ticket',
    private_metadata: '{"channelId":"C1"}',
    title: plain('Open a ticket'),
    submit: plain('Open'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: 'subject',
        optional: false,
        label: plain('Subject'),
        element: {
          type: 'plain_text_input',
          action_id: 'subject',
          multiline: false,
          max_length: 150,
          initial_value: 'Payout <is> wrong',
        },
      },
      {
        type: 'input',
        block_id: 'note',
        optional: true,
        label: plain('Note'),
        element: { type: 'plain_text_input', action_id: 'note', multiline: true, max_length: 3_000 },
      },
      {
        type: 'input',
        block_id: 'priority',
        optional: false,
        label: plain('Priority'),
        element: {
          type: 'static_select',
          action_id: 'priority',
          placeholder: plain('Choose one'),
          options: [{ text: plain('Low'), value: 'low' }, high],
          initial_option: high,
        },
      },
    ],
  });
});

test('Block Kit’s limits hold, whatever people have written', () => {
  const long = '𝄞&<'.repeat(3_000);
  const options = Array.from({ length: 300 }, (_, index) => ({ label: long, value: `#${index}` }));
  const view = renderForm(
    aForm({
      title: long,
      submit: long,
      inputs: [
        { kind: 'text', name: 'a', label: long, isLong: false, maxLength: 150, initial: long },
        { kind: 'text', name: 'b', label: long, isLong: true, maxLength: 3_000, initial: `${long}\ud800` },
        { kind: 'choice', name: 'c', label: long, options, initial: '#299' },
        { kind: 'choice', name: 'd', label: 'D', options, initial: '#0' },
      ],
    }),
  );
  expect(() => checkView(JSON.parse(JSON.stringify(view)))).not.toThrow();
});
