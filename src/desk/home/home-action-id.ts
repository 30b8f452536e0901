const HOME_ACTIONS = ['away', 'back', 'open-ticket'] as const;

/** What a person can do in their home that concerns no ticket. */
export type HomeAction = (typeof HOME_ACTIONS)[number];

const PREFIX = 'home:';

/** As a home carries it: `home:away`. */
export const homeAction = (name: HomeAction): string => `${PREFIX}${name}`;

/** @returns null for whatever is none of them */
export const readHomeAction = (text: string): HomeAction | null =>
  HOME_ACTIONS.find((name) => homeAction(name) === text) ?? null;
