/** What people write in a shop's world. */
export interface Words {
  readonly merchant: string;
  readonly asker: string;
  readonly agents: readonly string[];
  readonly subject: string;
  readonly description: string;
  readonly reply: string;
}

export const ORDINARY: Words = {
  merchant: 'Acme',
  asker: 'Una Berg',
  agents: ['Ada Ray', 'Bo Lund', 'Cy Moss'],
  subject: 'Payout for October is wrong',
  description: 'The payout for October is 40 euros short.\nOrder 1017 is missing in it. Could you look?',
  reply: 'I see it: order 1017 was paid on 1 November. It comes with the next payout.',
};

/** As long as people can make them, and as hostile. */
export const LONGEST: Words = {
  merchant: longest('Wörld Wide *Widgets* & <!channel>', 200),
  asker: longest('Una <@U0BOSS> _Berg_', 200),
  agents: Array.from({ length: 120 }, (_, index) => longest(`Agent ${index + 1} <!here> of many names`, 200)),
  subject: longest('Payout <https://evil.example|here> is *wrong* & late', 300),
  description: longest('Order 1017 is <!everyone> missing & `gone`.\n\n> quoted\n• and more', 40_000),
  reply: longest('We <!channel> look into it & ~come back~.', 40_000),
};

function longest(words: string, length: number): string {
  return `${words} `.repeat(Math.ceil(length / words.length)).slice(0, length - 1) + '!';
}
