import { afterAll, beforeAll, describe } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];
const HOW_TO_INSTALL = 'Browser suites skipped: apt-get install chromium (or set CHROMIUM_PATH)';

/** A window of its own, with nobody's cookies. What its scripts throw fails the test that waits for it. */
export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<Page>;

/** Describes tests in a headless browser; skipped where none is installed, never with CI=true. */
export function onChromium(define: (open: OpenPage) => void): void {
  const path = process.env['CHROMIUM_PATH'] ?? PLACES.find((place) => existsSync(place));
  if (path === undefined) {
    if (process.env['CI'] === 'true') throw new Error(HOW_TO_INSTALL);
    console.warn(HOW_TO_INSTALL);
    // Only where none is installed: the tests are told as skipped; with CI=true this is not reached.
    describe.skip('in Chromium (not installed)', () => define(() => Promise.reject(new Error(HOW_TO_INSTALL))));
    return;
  }
  describe('in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      // Without a sandbox of its own it runs as root, too; it sees no pages but ours.
      browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    });
    define((url, options) => openPage(browser, url, options));
    afterAll(() => browser.close());
  });
}

const PATIENCE_MS = 20_000;

async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(url);
  return page;
}
