/** An object of a card. */
export type Element = Readonly<Record<string, unknown>>;

/** The elements of one type in a card, in reading order. */
export function elementsIn(value: unknown, type: string): Element[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === type ? [value as Element] : [];
  return [...own, ...Object.values(value).flatMap((part) => elementsIn(part, type))];
}

/** What a client sends for what is chosen in a list. @throws Error where there is no such choice */
export function valueOf(card: unknown, list: unknown, title: string): string {
  const found = elementsIn(card, 'Input.ChoiceSet').find(({ id }) => id === list);
  const choices = (found?.['choices'] ?? []) as readonly { readonly title: string; readonly value: string }[];
  const chosen = choices.find((choice) => choice.title === title);
  if (!chosen) throw new Error(`There is no ${title} to choose among: ${choices.map((one) => one.title).join(', ')}`);
  return chosen.value;
}
