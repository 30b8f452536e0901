import { expect, test } from '@jest/globals';
import { fileObject, isFile, sortFile } from '../../../../adapters/slack/files/file-object.ts';
import { visibleText } from '../../../../src/chat/rich-text.ts';

/** A file that can cross as it is, anything else as the words in its place. */
const sorted = (file: Readonly<Record<string, unknown>>) => {
  const found = sortFile(fileObject.parse(file));
  return isFile(found) ? found : visibleText([found]);
};

const HOSTED = { id: 'F1', name: 'invoice.pdf', mimetype: 'application/pdf', size: 12, mode: 'hosted' };
const CROSSING = { nativeId: 'F1', name: 'invoice.pdf', type: 'application/pdf', bytes: 12 };

test.each([
  ['a file', HOSTED, CROSSING],
  ['a snippet', { ...HOSTED, mode: 'snippet' }, CROSSING],
  [
    'of which only a title is known',
    { ...HOSTED, name: undefined, title: 'Invoice' },
    { ...CROSSING, name: 'Invoice' },
  ],
  [
    'of another organisation',
    { id: 'F1', mode: 'file_access', file_access: 'check_file_info' },
    { nativeId: 'F1', name: null, type: null, bytes: null },
  ],
  ['deleted', { id: 'F1', mode: 'tombstone' }, '[a file that was deleted]'],
  [
    'hidden',
    { ...HOSTED, mode: 'hidden_by_limit' },
    '[file: invoice.pdf, hidden by the limits of the workspace’s plan]',
  ],
  ['forbidden', { ...HOSTED, file_access: 'access_denied' }, '[file: invoice.pdf, which may not be seen from here]'],
  ['a canvas', { ...HOSTED, name: 'Plan', mode: 'canvas' }, '[file: Plan, which only Slack can show]'],
  [
    'of Google Drive',
    { ...HOSTED, name: 'Plan', mode: 'external', is_external: true, url_private: 'https://docs.google.com/d/1' },
    '[file: Plan] https://docs.google.com/d/1',
  ],
  [
    'elsewhere, at no safe address',
    { ...HOSTED, name: 'Plan', mode: 'external', url_private: 'javascript:alert(1)' },
    '[file: Plan, which stands elsewhere]',
  ],
  ['without an id', { name: 'invoice.pdf' }, '[file: invoice.pdf]'],
  ['without anything', {}, '[file: without a name]'],
  ['of nonsense', { id: 7, name: [], mode: {}, size: -1 }, '[file: without a name]'],
])('%s', (_what, file, expected) => {
  expect(sorted(file)).toEqual(expected);
});

test('a name is one line that turns no writing around', () => {
  expect(sorted({ ...HOSTED, name: 'gnp.\u202Eexe\u202C\nfile\0.pdf' })).toMatchObject({ name: 'gnp.exe file.pdf' });
});
