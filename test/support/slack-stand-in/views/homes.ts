import { randomBytes } from 'node:crypto';
import { findElements, labelOf, type Part } from '../block-elements.ts';
import type { ShownHome } from '../protocol.ts';
import { shownText } from '../shown-text.ts';

/** What each person sees when they open our app; each workspace has an app of its own. */
export class Homes {
  readonly #all = new Map<string, Part>();

  /** @returns the view as Slack keeps it */
  publish(teamId: string, user: string, view: Part): Part {
    const key = `${teamId}:${user}`;
    const id = this.#all.get(key)?.['id'] ?? `V${randomBytes(5).toString('hex').toUpperCase()}`;
    const home = { ...view, id, team_id: teamId, hash: randomBytes(6).toString('hex') };
    this.#all.set(key, home);
    return home;
  }

  /** Undefined until the app has shown anything. */
  find(teamId: string, user: string): Part | undefined {
    return this.#all.get(`${teamId}:${user}`);
  }
}

export const blocksOf = (home: Part): readonly Part[] => home['blocks'] as readonly Part[];

/** What a person reads and can press. */
export const lookAtHome = (home: Part): ShownHome => ({
  shown: shownText({ text: '', blocks: blocksOf(home) }),
  buttons: findElements(blocksOf(home)).map(({ element }) => labelOf(element)),
  links: linksIn(blocksOf(home)),
  blocks: blocksOf(home),
});

/** Where words lead, in reading order. */
function linksIn(parts: readonly Part[]): string[] {
  return parts.flatMap((part) =>
    part['type'] === 'link' ? [String(part['url'])] : linksIn((part['elements'] ?? []) as readonly Part[]),
  );
}
