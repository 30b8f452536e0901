import { describe, expect, test } from '@jest/globals';
import { activitySchema } from '../../../../adapters/teams/activity.ts';
import { createForms } from '../../../../adapters/teams/forms/forms.ts';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';
import { readActivity } from '../../../../adapters/teams/reading/read-activity.ts';
import { invokeOf } from '../../../../adapters/teams/receiving/invokes.ts';
import type { Form } from '../../../../src/chat/form.ts';
import type { Answer } from '../../../../src/chat/inbound-event.ts';
import { visibleText } from '../../../../src/chat/rich-text.ts';

const CHANNEL = '19:support@thread.tacv2';
const ROOT = '1700000000000';
const ADA = { id: '29:ada', name: 'Ada Obi' };

const FORM: Form = {
  action: 'open-ticket',
  context: '{"channelId":"19:support@thread.tacv2"}',
  title: 'Open a ticket',
  submit: 'Open',
  inputs: [
    { kind: 'text', name: 'subject', label: 'Subject', isLong: false, maxLength: 150, initial: 'Payout is late' },
    { kind: 'text', name: 'more', label: 'More', isLong: true, maxLength: 3_000, optional: true },
    {
      kind: 'choice',
      name: 'priority',
      label: 'Priority',
      initial: 'normal',
      options: [
        { label: 'Normal', value: 'normal' },
        { label: 'High', value: 'high' },
      ],
    },
  ],
};
const OPEN: Answer = { kind: 'open-form', form: FORM };

const forms = createForms(createSeal('hush'));

const anInvoke = (name: string, value: object, more: object = {}) =>
  activitySchema.parse({
    type: 'invoke',
    name,
    id: 'f:1',
    timestamp: '2026-01-31T12:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: ADA,
    recipient: { id: '28:bot', name: 'Switchboard' },
    conversation: { id: `${CHANNEL};messageid=${ROOT}`, conversationType: 'channel' },
    channelData: { tenant: { id: 'home' } },
    replyToId: '1700000000555',
    value,
    ...more,
  });
type Invoke = ReturnType<typeof anInvoke>;

const read = (activity: Invoke) => readActivity(activity, forms)[0];
const answer = (activity: Invoke, given: Answer) => invokeOf(activity)?.answer(given, activity, forms);

interface Dialog {
  readonly task: {
    readonly type: string;
    readonly value: {
      readonly title: string;
      readonly card: { readonly content: { readonly body: readonly object[]; readonly actions: readonly Button[] } };
    };
  };
}
interface Button {
  readonly title: string;
  readonly data: object;
}
const cardOf = (shown: unknown) => (shown as Dialog).task.value.card.content;

/** What comes back when somebody fills in what they were shown, and sends it. */
const sent = (shown: unknown, values: object, name = 'task/submit') =>
  anInvoke(name, { data: { ...cardOf(shown).actions[0]?.data, ...values } });

const VALUES = { subject: 'Payout', more: '', priority: 'high' };

describe('a button that asks for a form', () => {
  const click = (id = 'f:1') =>
    anInvoke('task/fetch', { data: { switchboardOpening: { action: 'note:7' } }, context: { theme: 'dark' } }, { id });

  test('is a click, another one each time: whoever closed the form may want it again', () => {
    expect(read(click())).toMatchObject({
      kind: 'action-taken',
      platform: 'teams',
      workspaceId: 'home',
      channelId: CHANNEL,
      messageId: '1700000000555',
      userId: ADA.id,
      action: 'note:7',
    });
    expect(read(click())).toEqual(read(click()));
    expect(read(click('f:2'))).not.toMatchObject({ key: (read(click()) as { key: string }).key });
  });

  test('gives an order once more that was given in words, as the one who clicks', () => {
    const opening = { order: 'ticket', text: 'the payout is **late**' };
    const given = read(anInvoke('task/fetch', { data: { switchboardOpening: opening } }));
    expect(given).toMatchObject({ kind: 'command-given', name: 'ticket', userId: ADA.id, threadId: ROOT });
    expect(given?.kind === 'command-given' && visibleText(given.text)).toBe('the payout is **late**');
  });

  test('shows the form, or why there is none', () => {
    const shown = answer(click(), OPEN);
    expect(shown).toMatchObject({ task: { type: 'continue', value: { title: 'Open a ticket' } } });
    expect(cardOf(shown)).toMatchObject({
      type: 'AdaptiveCard',
      version: '1.5',
      body: [
        {
          type: 'Input.Text',
          id: 'subject',
          label: 'Subject',
          isRequired: true,
          maxLength: 150,
          value: 'Payout is late',
        },
        { type: 'Input.Text', id: 'more', label: 'More (optional)', isRequired: false, isMultiline: true },
        { type: 'Input.ChoiceSet', id: 'priority', value: 'normal', choices: [{ title: 'Normal' }, { title: 'High' }] },
      ],
      actions: [{ type: 'Action.Submit', title: 'Open' }],
    });
    const refusal = answer(click(), { kind: 'say-privately', text: 'Only agents can do this.' });
    expect(refusal).toEqual({ task: { type: 'message', value: 'Only agents can do this.' } });
    expect(answer(click(), { kind: 'nothing' })).toMatchObject({ task: { type: 'message' } });
  });

  test('has a long list in which one finds a choice by typing, until one is made', () => {
    const options = Array.from({ length: 11 }, (_, index) => ({ label: `Agent ${index}`, value: String(index) }));
    const styleOf = (initial: string) => {
      const inputs = [{ kind: 'choice', name: 'agent', label: 'Agent', options, initial } as const];
      return cardOf(answer(click(), { kind: 'open-form', form: { ...FORM, inputs } })).body;
    };
    expect(styleOf('')).toMatchObject([{ style: 'filtered' }]);
    expect(styleOf('7')).toMatchObject([{ style: 'compact', value: '7' }]);
    expect(styleOf('77')).not.toMatchObject([{ value: '77' }]);
  });

  test.each([[{}], [{ data: {} }], [{ data: { switchboardOpening: { action: 7 } } }], [undefined]])(
    'of somebody else’s is left alone, and answered all the same: %j',
    (value) => {
      const strange = { ...click(), value };
      expect(read(strange)).toMatchObject({ kind: 'skipped' });
      expect(answer(strange, { kind: 'nothing' })).toMatchObject({ task: { type: 'message' } });
    },
  );
});

describe('a form that somebody sends', () => {
  const opened = answer(anInvoke('task/fetch', {}), OPEN);

  test.each(['task/submit', 'composeExtension/submitAction'])('comes back with what it is about, by %s', (name) => {
    const submitted = read(sent(opened, VALUES, name));
    expect(submitted).toMatchObject({
      kind: 'form-submitted',
      action: FORM.action,
      context: FORM.context,
      values: VALUES,
      userId: ADA.id,
      workspaceId: 'home',
    });
    expect(read(sent(opened, { ...VALUES, subject: 'Another' }, name))).toMatchObject({
      key: (submitted as { key: string }).key,
    });
  });

  test('is another one when it was opened another time', () => {
    const again = answer(anInvoke('task/fetch', {}), OPEN);
    const ids = [opened, again].map((shown) => (read(sent(shown, VALUES)) as { formId: string }).formId);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('has no values but those of its inputs', () => {
    const values = { subject: 7, priority: ['high'], context: 'mine', __proto__: { more: 'x' } };
    expect(read(sent(opened, values))).toMatchObject({ values: { subject: '', more: '', priority: '' } });
    expect(Object.keys((read(sent(opened, values)) as { values: object }).values)).toEqual([
      'subject',
      'more',
      'priority',
    ]);
  });

  test('tells nobody what it is about, and is nobody else’s to make', () => {
    const { data } = cardOf(opened).actions[0] ?? { data: {} };
    expect(JSON.stringify(data)).not.toContain('channelId');
    const [name = '', sealed = ''] = Object.entries(data)[0] ?? [];
    const another = createForms(createSeal('another')).open({ ...FORM, context: '{"channelId":"19:theirs"}' });
    const forged = [another, undefined].map((shown) =>
      shown
        ? sent(shown, VALUES)
        : anInvoke('task/submit', { data: { [name]: `A${String(sealed).slice(1)}`, ...VALUES } }),
    );
    for (const activity of [...forged, anInvoke('task/submit', { data: { [name]: FORM } })]) {
      expect(read(activity)).toMatchObject({ kind: 'skipped' });
      expect(answer(activity, { kind: 'nothing' })).toMatchObject({ task: { type: 'message' } });
    }
  });

  test('stays as it was typed, with each error at its input, and is still the same form', () => {
    const errors = { subject: 'Please use at most 3 characters.', elsewhere: 'And this.' };
    const activity = sent(opened, VALUES);
    const shown = answer(activity, { kind: 'form-errors', errors });
    const red = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, color: 'attention' }] });
    expect(cardOf(shown).body).toMatchObject([
      red('And this.'),
      { id: 'subject', value: 'Payout' },
      red('Please use at most 3 characters.'),
      { id: 'more' },
      { id: 'priority', value: 'high' },
    ]);
    expect(read(sent(shown, VALUES))).toEqual(read(activity));
  });

  test('is closed when all is well, and says what else there is to say', () => {
    const activity = sent(opened, VALUES);
    expect(answer(activity, { kind: 'nothing' })).toEqual({});
    expect(answer(activity, { kind: 'say-privately', text: 'Gone.' })).toEqual({
      task: { type: 'message', value: 'Gone.' },
    });
  });

  test('loses nothing of what was written when it cannot be taken now', () => {
    const activity = sent(opened, VALUES);
    const shown = invokeOf(activity)?.sorry(activity, forms);
    expect(cardOf(shown).body).toMatchObject([{ type: 'RichTextBlock' }, { value: 'Payout' }, {}, { value: 'high' }]);
    expect(read(sent(shown, VALUES))).toEqual(read(activity));
  });
});

describe('“Open a ticket” on a message', () => {
  const message = {
    id: '1700000000777',
    replyToId: null,
    linkToMessage: `https://teams.microsoft.com/l/message/${CHANNEL}/1700000000777`,
    createdDateTime: '2026-01-31T11:00:00.777Z',
    from: {
      user: { userIdentityType: 'aadUser', id: '3c2b1a00-0000-4000-8000-000000000001', displayName: 'Una Berg' },
    },
    body: { contentType: 'html', content: '<p><at id="0">Bo Li</at>, the payout is <strong>late</strong></p>' },
    mentions: [{ id: 0, mentionText: 'Bo Li', mentioned: { user: { id: 'bo' } } }],
    attachments: [
      { contentType: 'reference', name: 'invoice.pdf' },
      { contentType: 'messageReference', name: null },
    ],
    reactions: [],
  };
  const use = (messagePayload: object | undefined, commandId = 'open-ticket') =>
    anInvoke('composeExtension/fetchTask', { commandId, commandContext: 'message', messagePayload });

  test('says which message, and what it says', () => {
    const used = read(use(message));
    expect(used).toMatchObject({
      kind: 'shortcut-used',
      name: 'open-ticket',
      channelId: CHANNEL,
      messageId: message.id,
      threadId: ROOT,
      userId: ADA.id,
    });
    expect(used?.kind === 'shortcut-used' && visibleText(used.text)).toBe(
      '@Bo Li, the payout is late\n[file: invoice.pdf]',
    );
  });

  test('knows a thread’s first message, and by the message in which thread another one stands', () => {
    expect(read(use({ ...message, id: ROOT }))).not.toHaveProperty('threadId');
    expect(read(use({ ...message, replyToId: '1699999999999' }))).toMatchObject({ threadId: '1699999999999' });
  });

  test('opens the same form', () => {
    expect(answer(use(message), OPEN)).toMatchObject({ task: { type: 'continue' } });
  });

  test.each([
    use(undefined),
    use({ ...message, id: undefined }),
    use(message, 'toString'),
    use(message, 'other'),
    { ...use(message), value: null },
  ])('is left alone where it is no message or no command of ours %#', (activity) => {
    expect(read(activity)).toMatchObject({ kind: 'skipped' });
    expect(answer(activity, { kind: 'nothing' })).toMatchObject({ task: { type: 'message' } });
  });

  test('reads what little a message may have', () => {
    const bare = read(use({ id: '1', body: null, attachments: 'none' }));
    expect(bare).toMatchObject({ kind: 'shortcut-used', text: [] });
    const words = read(use({ id: '1', body: { contentType: 'text', content: 'a <b>\0' } }));
    expect(words?.kind === 'shortcut-used' && visibleText(words.text)).toBe('a <b>');
  });
});
