export type Element = Readonly<Record<string, unknown>>;

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/** The most that what can be clicked, chosen or filled in is called. */
export const LABEL_LENGTH = 100;

/** Of the version that bots may send (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference). */
export const adaptiveCard = (content: Element): Element => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.5',
  ...content,
});

export const richTextBlock = (inlines: readonly Element[], more: Element = {}): Element => ({
  type: 'RichTextBlock',
  ...more,
  inlines,
});

export const run = (text: string, style: Element = {}): Element => ({ type: 'TextRun', text, ...style });
