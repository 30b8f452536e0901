/** The people and the conversations that the sandbox begins with. Everybody in it is invented. */
export interface Story {
  readonly merchants: readonly StoryMerchant[];
  readonly agents: readonly StoryAgent[];
  readonly scenes: readonly Scene[];
}

export interface StoryMerchant {
  readonly slug: string;
  readonly name: string;
  readonly people: readonly { readonly slug: string; readonly name: string }[];
}

export interface StoryAgent {
  readonly slug: string;
  readonly name: string;
  readonly specialties: readonly string[];
}

/** One thing that happened, so many minutes ago. A ticket goes by a name of its own. */
export type Scene = { readonly minutesAgo: number; readonly ticket: string; readonly who: string } & (
  | { readonly does: 'asks'; readonly merchant: string; readonly says: string }
  | { readonly does: 'answers'; readonly says: string }
  | { readonly does: 'replies'; readonly says: string }
  | { readonly does: 'resolves' }
);

export const STORY: Story = {
  merchants: [
    {
      slug: 'northwind',
      name: 'Northwind Coffee',
      people: [
        { slug: 'maria', name: 'Maria Silva' },
        { slug: 'tom', name: 'Tom Baker' },
      ],
    },
    { slug: 'fjord', name: 'Fjord Bikes', people: [{ slug: 'ingrid', name: 'Ingrid Dahl' }] },
  ],
  agents: [
    { slug: 'ada', name: 'Ada Obi', specialties: ['accounting'] },
    { slug: 'bo', name: 'Bo Lindqvist', specialties: ['technical_issue'] },
    { slug: 'cleo', name: 'Cleo Marin', specialties: [] },
  ],
  scenes: [
    {
      minutesAgo: 190,
      ticket: 'branch',
      who: 'ingrid',
      does: 'asks',
      merchant: 'fjord',
      says: 'How do we add our second shop?\nWe open in Bergen on Monday and would like to see its sales apart from Oslo.',
    },
    {
      minutesAgo: 184,
      ticket: 'branch',
      who: 'cleo',
      does: 'replies',
      says: 'Congratulations on Bergen! Under Settings → Locations choose “Add location”. Reports can then be filtered by it.',
    },
    { minutesAgo: 171, ticket: 'branch', who: 'ingrid', does: 'answers', says: 'Found it, and it works. Takk!' },
    { minutesAgo: 170, ticket: 'branch', who: 'cleo', does: 'resolves' },
    {
      minutesAgo: 52,
      ticket: 'payout',
      who: 'maria',
      does: 'asks',
      merchant: 'northwind',
      says: 'The payout for October is wrong\nWe got 1,240 € instead of 1,420 €. Could you have a look?',
    },
    {
      minutesAgo: 49,
      ticket: 'payout',
      who: 'ada',
      does: 'replies',
      says: '// Looks as if refund 88 was counted twice. Checking with the ledger.',
    },
    {
      minutesAgo: 41,
      ticket: 'payout',
      who: 'ada',
      does: 'replies',
      says: 'I found it, Maria: one refund was counted twice. The missing 180 € go out with tonight’s payout.',
    },
    {
      minutesAgo: 36,
      ticket: 'payout',
      who: 'maria',
      does: 'answers',
      says: 'That was quick! Will it show on the October statement?',
    },
    {
      minutesAgo: 3,
      ticket: 'reader',
      who: 'tom',
      does: 'asks',
      merchant: 'northwind',
      says: 'Card reader in the Leeds shop shows E-204\nIt worked this morning. We are taking cash only right now.',
    },
  ],
};
