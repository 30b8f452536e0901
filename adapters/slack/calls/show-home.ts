import { z } from 'zod';
import type { PersonRef } from '../../../src/chat/address.ts';
import type { Card } from '../../../src/chat/card.ts';
import type { PostDeps } from './post-message.ts';
import { renderHome } from '../rendering/render-card.ts';
import { linksOf } from '../rendering/render-with-links.ts';

/**
 * Replaces a person's home. No `hash` goes along: there is no earlier state that this one could contradict, and one
 * person's homes come one after the other (docs.slack.dev/reference/methods/views.publish).
 */
export async function showHome({ userId }: PersonRef, home: Card, deps: PostDeps): Promise<void> {
  const view = { type: 'home', blocks: renderHome(home, await linksOf(home, deps)) };
  await deps.call('views.publish', { user_id: userId, view }, z.object({}));
}
