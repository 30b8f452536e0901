import { openingButton, type Opening } from '../forms/opening.ts';
import { ADAPTIVE_CARD } from './render-message.ts';

/**
 * What answers an order in words that wants a form: a button, since a dialog opens only by a click. Whoever clicks gives
 * the order themselves.
 * @param title of the form
 */
export const renderOrder = ({ title, opening }: { readonly title: string; readonly opening: Opening }): object => ({
  type: 'message',
  summary: title,
  attachments: [
    {
      contentType: ADAPTIVE_CARD,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.5',
        fallbackText: title,
        body: [
          { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: title, size: 'medium', weight: 'bolder' }] },
        ],
        actions: [openingButton('Open the form', opening)],
      },
    },
  ],
});
