import { openingButton, type Opening } from '../forms/opening.ts';
import { ADAPTIVE_CARD, adaptiveCard, richTextBlock, run } from './adaptive-card.ts';

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
      content: adaptiveCard({
        fallbackText: title,
        body: [richTextBlock([run(title, { size: 'medium', weight: 'bolder' })])],
        actions: [openingButton('Open the form', opening)],
      }),
    },
  ],
});
