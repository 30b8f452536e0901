/** What an agent begins so stays at the desk. */
export const INTERNAL_MARK = '//';

export const beginsInternal = (text: string): boolean => text.trimStart().startsWith(INTERNAL_MARK);
