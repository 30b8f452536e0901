import { describe, expect, test } from '@jest/globals';
import { activitySchema } from '../../../../adapters/teams/activity.ts';
import { createForms } from '../../../../adapters/teams/forms/forms.ts';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';
import { readActivity } from '../../../../adapters/teams/reading/read-activity.ts';
import { visibleText } from '../../../../src/chat/rich-text.ts';

const SERVICE = 'https://smba.trafficmanager.net/emea/';

/** What a message with these attachments says. */
function read(...attachments: readonly object[]) {
  const [said] = readActivity(
    activitySchema.parse({
      type: 'message',
      id: '1700000000123',
      timestamp: '2026-01-31T12:00:00.000Z',
      channelId: 'msteams',
      serviceUrl: SERVICE,
      from: { id: '29:ada', name: 'Ada Obi' },
      recipient: { id: '28:bot' },
      conversation: { conversationType: 'personal', id: 'a:one' },
      channelData: { tenant: { id: 'home' } },
      attachments,
    }),
    createForms(createSeal('hush')),
  );
  if (said?.kind !== 'message-said') throw new Error('not said');
  return { words: visibleText(said.text), files: said.files };
}

const download = (more: object = {}, content: object = {}) => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  contentUrl: 'https://acme-my.sharepoint.com/personal/ada/Documents/log.txt',
  name: 'log.txt',
  content: {
    downloadUrl: 'https://acme-my.sharepoint.com/download.aspx?t=x',
    uniqueId: 'b1c2-d3',
    fileType: 'txt',
    ...content,
  },
  ...more,
});
const image = (more: object = {}) => ({
  contentType: 'image/*',
  contentUrl: `${SERVICE}v3/attachments/0-weu-d1-abc/views/original`,
  ...more,
});
const html = (content: string) => ({ contentType: 'text/html', content });

describe('what is attached to a message in Teams', () => {
  test('in a personal chat is a file that crosses', () => {
    expect(read(download(), html('<p>the log</p>'))).toEqual({
      words: 'the log',
      files: [{ nativeId: 'b1c2-d3', name: 'log.txt', type: null, bytes: null }],
    });
    expect(read(download({ name: null })).files).toMatchObject([{ name: 'file.txt' }]);
    expect(read(download({ name: 'a\u202Egpj\n.exe' })).files).toMatchObject([{ name: 'agpj .exe' }]);
  });

  test('that says too little to be read is told in words', () => {
    for (const content of [{ downloadUrl: undefined }, { uniqueId: '../x' }]) {
      expect(read(download({}, content))).toEqual({
        words: '[file: log.txt, which only Teams can show]',
        files: undefined,
      });
    }
  });

  test('as a picture in the words crosses as a file, once', () => {
    const { words, files } = read(image(), html('<p>see <img alt="image" src="https://x.example/1"> here</p>'));
    expect(words.replace(/ +/g, ' ')).toBe('see here');
    expect(files).toEqual([{ nativeId: '0-weu-d1-abc/views/original', name: 'image', type: null, bytes: null }]);
    expect(read(image({ contentType: 'image/png', name: 'a.png' })).files).toMatchObject([
      { name: 'a.png', type: 'image/png' },
    ]);
  });

  test.each([
    'https://smba.trafficmanager.net/emea/v3/conversations/x',
    'https://evil.example/v3/attachments/../../x/views/original',
    undefined,
  ])('as a picture that the service does not keep is told in words: %s', (contentUrl) => {
    expect(read(image({ contentUrl }))).toEqual({ words: '[an image, which only Teams can show]', files: undefined });
  });

  test('and is not handed to bots is named where it stands', () => {
    const more = '<img alt="Chart" src="https://graph.microsoft.com/v1.0/x/hostedContents/1/$value">';
    expect(read(html(`<p>look: ${more}</p>`)).words).toBe('look: [image: Chart, which only Teams can show]');
    expect(read(html('<p>hi <img itemtype="http://schema.skype.com/Emoji" alt="smile" src="x"></p>')).words).toBe(
      'hi smile',
    );
    expect(read(html('<p>the report</p><attachment id="5f"></attachment>')).words).toBe(
      'the report\n[something attached, which only Teams can show]',
    );
  });

  test('and stands in SharePoint is named with its address', () => {
    const reference = { contentType: 'reference', name: 'Q3.xlsx', contentUrl: 'https://acme.sharepoint.com/Q3.xlsx' };
    expect(read(html('<attachment id="5f"></attachment>'), reference).words).toBe(
      '[file: Q3.xlsx, which only Teams can show] https://acme.sharepoint.com/Q3.xlsx',
    );
    expect(read({ ...reference, contentUrl: 'javascript:alert(1)' }).words).toBe(
      '[file: Q3.xlsx, which only Teams can show]',
    );
  });

  test('and is a card of another app is told in words: who sends it alone has said something', () => {
    const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } };
    expect(read(html('<attachment id="5f"></attachment>'), card).words).toBe('[a card, which only Teams can show]');
    expect(read(html('<p>look</p>'), { contentType: 'application/vnd.microsoft.card.hero' }).words).toBe(
      'look\n[a card, which only Teams can show]',
    );
  });

  test('as a quoted message is no file', () => {
    expect(read(html('<attachment id="5f"></attachment><p>yes</p>'), { contentType: 'messageReference' }).words).toBe(
      'yes',
    );
  });
});
