import type {} from './global-setup.ts';

async function tearDown(): Promise<void> {
  await Promise.all([globalThis.switchboardMariaDb?.stop(), globalThis.switchboardBundle?.remove()]);
}

export { tearDown as default };
