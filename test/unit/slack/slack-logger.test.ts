import { expect, test } from '@jest/globals';
import { LogLevel } from '@slack/bolt';
import { createSlackLogger } from '../../../adapters/slack/slack-logger.ts';
import { createLog } from '../../../src/log.ts';

test('the SDKs’ lines hold no token, no object and no endless text', () => {
  const lines: string[] = [];
  const logger = createSlackLogger(createLog('trace', { write: (line) => void lines.push(line) }));
  logger.debug('http request body: the words of a message');
  logger.info('the words of a message');
  logger.warn('refused', { headers: { authorization: 'Bearer xoxb-1-secret' } }, 'wss://x/?ticket=abc-secret&app_id=1');
  logger.error(new Error('bad token xapp-1-A-secret'));
  logger.error('y'.repeat(5_000));
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toMatch(/secret|the words/);
  expect(lines.join('').length).toBeLessThan(1_500);
  expect(logger.getLevel()).toBe(LogLevel.WARN);
});
