import type {} from './global-setup.ts';

async function tearDown(): Promise<void> {
  await globalThis.switchboardMariaDb?.stop();
}

export { tearDown as default };
