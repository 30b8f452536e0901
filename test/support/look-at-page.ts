import type { Page } from 'playwright-core';

/* What can be measured about a page that people look at. The scripts are text: they run there, not here. */

/** How far something reaches over the window's right edge, in CSS pixels. */
export const sticksOutBy = (page: Page): Promise<number> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)');

/** What can be operated or gone to and says nothing of itself to somebody who cannot see it: its beginning as HTML. */
export const namelessIn = (page: Page): Promise<string[]> =>
  page.evaluate(`
    [...document.querySelectorAll('button, a, input, textarea, section, [role=log], nav, dialog')]
      .filter((element) => {
        const labelledBy = document.getElementById(element.getAttribute('aria-labelledby') ?? '');
        const labels = [...(element.labels ?? [])].map((label) => label.textContent);
        const names = [element.getAttribute('aria-label'), labelledBy?.textContent, element.textContent, ...labels];
        return names.join('').trim() === '';
      })
      .map((element) => element.outerHTML.slice(0, 100))`);
