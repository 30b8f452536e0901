import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createRulesRoutes } from '../../../../src/assignment/choice/rules-routes.ts';
import { createKeyRoutes } from '../../../../src/directory/keys/key-routes.ts';
import { DARK, LIGHT } from '../../../../src/http/docs/docs-style.ts';
import { createTicketRoutes } from '../../../../src/tickets/routes.ts';
import { onChromium } from '../../../support/chromium.ts';
import { namelessIn, sticksOutBy } from '../../../support/look-at-page.ts';
import { serve, type Served } from '../serve.ts';

/** Nobody asks them for anything here. */
const NO_DEPS = {} as never;
const apiRoutes = [createTicketRoutes, createKeyRoutes, createRulesRoutes].flatMap((create) => create(NO_DEPS));

/** `#161b1c` as a browser writes it: `rgb(22, 27, 28)`. */
function asComputed(colour: string): string {
  const digits = colour.slice(1).replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3');
  return `rgb(${digits
    .match(/../g)!
    .map((pair) => parseInt(pair, 16))
    .join(', ')})`;
}

const surfaceOf = (page: Page) => page.evaluate(`getComputedStyle(document.querySelector('article')).backgroundColor`);

onChromium((open) => {
  let app: Served;
  beforeAll(async () => {
    app = await serve({ apiRoutes });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const openDocs = (options: Parameters<typeof open>[1]) => open(`http://127.0.0.1:${app.port}/api/docs`, options);

  test.each([
    ['light', LIGHT.surface],
    ['dark', DARK.surface],
  ] as const)('the page is styled, in the %s', async (colorScheme, surface) => {
    const page = await openDocs({ colorScheme });
    expect(await surfaceOf(page)).toBe(asComputed(surface));
    await page.context().close();
  });

  test('the page fits a phone, and everything on it says what it is', async () => {
    const page = await openDocs({ viewport: { width: 390, height: 800 } });
    expect(await sticksOutBy(page)).toBe(0);
    expect(await namelessIn(page)).toEqual([]);
    await page.getByRole('link', { name: 'WholeTicket', exact: true }).first().click();
    expect(new URL(page.url()).hash).toBe('#shape-WholeTicket');
    await page.context().close();
  });
});
