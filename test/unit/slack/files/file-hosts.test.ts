import { describe, expect, test } from '@jest/globals';
import { slackFileUrl } from '../../../../adapters/slack/files/file-hosts.ts';
import { PlatformError } from '../../../../src/chat/platform-error.ts';

const atSlack = { apiUrl: undefined };

test.each(['https://files.slack.com/files-pri/T1-F1/a.pdf', 'https://files-origin.slack.com/files-pri/T1-F1/a.pdf'])(
  'Slack keeps files at %s',
  (address) => {
    expect(slackFileUrl(address, atSlack).href).toBe(address);
  },
);

describe('our token never goes to', () => {
  test.each([
    'http://files.slack.com/a',
    'https://files.slack.com.evil.test/a',
    'https://evil.test/files.slack.com',
    'https://files.slack.com@evil.test/a',
    'https://files.slack.com:8443/a',
    'https://xfiles.slack.com/a',
    'https://acme.slack.com/files/a',
    'file:///etc/passwd',
    'http://169.254.169.254/latest',
    'not an address',
    '',
  ])('%s', (address) => {
    expect(() => slackFileUrl(address, atSlack)).toThrow(PlatformError);
  });

  test('another host than that of the Web API that was set', () => {
    const standIn = { apiUrl: 'http://127.0.0.1:4000/api/' };
    expect(slackFileUrl('http://127.0.0.1:4000/files-pri/F1', standIn).port).toBe('4000');
    expect(() => slackFileUrl('http://127.0.0.1:4001/files-pri/F1', standIn)).toThrow(PlatformError);
    expect(() => slackFileUrl('http://127.0.0.1:4000/files-pri/F1', atSlack)).toThrow(PlatformError);
  });
});
