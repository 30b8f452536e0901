import { dirname, join } from 'node:path';
import { Scene } from '../scene/scene.ts';
import { BUNDLE_VARIABLE, KEEPS_CODE_VARIABLE } from './bundle-variable.ts';

/** Tells a short story once, so that all that come after it find the code of the bundle compiled. */
export async function keepCode(file: string): Promise<void> {
  const folder = dirname(file);
  process.env[BUNDLE_VARIABLE] = file;
  process.env[KEEPS_CODE_VARIABLE] = 'yes';
  try {
    const createUrl = () => Promise.resolve(`sqlite:${join(folder, 'warm.db')}`);
    const scene = await Scene.open({ name: 'sqlite', createUrl });
    await scene.desk();
    const { channel } = await scene.merchant('Acme');
    await scene.agent('Bo');
    const { id: user } = await scene.slack.addUser({ name: 'Ada' });
    await scene.slack.say({ channel: channel.id, user, text: 'The payout is wrong' });
    await scene.settle();
    await scene.close();
  } finally {
    process.env[KEEPS_CODE_VARIABLE] = '';
  }
}
