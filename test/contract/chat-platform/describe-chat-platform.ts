import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import { NOTHING, type InboundEvent, type MessageSaid } from '../../../src/chat/inbound-event.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { plain, visibleText } from '../../../src/chat/rich-text.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { ChatPlatformWorld, Lacks, Trouble, Verb } from './chat-platform-world.ts';

const text = (words: string): OutgoingMessage => ({ content: { kind: 'text', text: plain(words) } });

/** Signs that mean something somewhere: Slack's, Markdown's, HTML's. */
const SIGNS = 'a < b & c > d *e* _f_ ~g~ `h` <!channel> <@U1> [i](j) <b>k</b>';

let count = 0;
const aKey = () => `key-${(count += 1)}`;

/** What the core may rely on, whatever the platform. Each adapter runs it against a platform of its own on the wire. */
export function describeChatPlatform(
  name: string,
  makeWorld: () => Promise<ChatPlatformWorld>,
  lacks: Lacks = {},
): void {
  describe(`${name} as a chat platform`, () => {
    let world: ChatPlatformWorld;
    let received: InboundEvent[];
    let receive: (event: InboundEvent) => Promise<void>;

    beforeAll(async () => {
      world = await makeWorld();
    });
    beforeEach(() => {
      received = [];
      receive = () => Promise.resolve();
    });
    afterAll(() => world.close());

    // Skipped is what a platform cannot do at all, by name and with the reason: the report shows both.
    const describeWith = (needs: keyof Lacks, title: string, tests: () => void) => {
      if (lacks[needs] === undefined) describe(title, tests);
      else describe.skip(`${title} (${lacks[needs]})`, tests);
    };
    const testWith = (needs: keyof Lacks, title: string, story: () => Promise<void>) => {
      if (lacks[needs] === undefined) test(title, story);
      else test.skip(`${title} (${lacks[needs]})`, story);
    };
    const take = async (event: InboundEvent) => {
      await receive(event);
      received.push(event);
      return NOTHING;
    };
    const post = (to: Address, words: string, key = aKey()) => world.platform.post(to, text(words), key);
    const threadUnder = ({ messageId, ...at }: MessageRef): Address => ({ ...at, threadId: messageId });
    const textsAt = async (at: Address) => (await world.shown(at)).map((message) => message.text);
    const newThread = async (words: string) => threadUnder(await post(world.channel, words));
    const errorOf = async (call: Promise<unknown>) => {
      const error: unknown = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(PlatformError);
      return error as PlatformError;
    };

    testWith('events', 'what comes before the start is not taken, so that the platform sends it again', async () => {
      await world.say('too early', world.channel);
      expect(await world.wasTaken()).toBe(false);
      await world.platform.start(take);
      expect(await world.tellAgain()).toBe(true);
      expect(received).toMatchObject([{ kind: 'message-said' }]);
    });

    describe('post', () => {
      test('stands there once, where its reference says', async () => {
        const ref = await post(world.channel, 'hello from us');
        expect(ref).toMatchObject(world.channel);
        const found = (await world.shown(world.channel)).filter((message) => message.text === 'hello from us');
        expect(found).toEqual([{ messageId: ref.messageId, text: 'hello from us' }]);
      });

      test('goes into its thread, in the order in which it was asked for', async () => {
        const thread = await newThread('a root');
        for (const words of ['one', 'two', 'three']) {
          expect(await post(thread, words)).toMatchObject(thread);
        }
        expect(await textsAt(thread)).toEqual(['one', 'two', 'three']);
      });

      test('goes to a person', async () => {
        const direct = await world.platform.openDirect(world.person);
        await post(direct, 'just you');
        expect(await textsAt(direct)).toContain('just you');
      });

      test('shows every sign as it is', async () => {
        const thread = await newThread('signs');
        await post(thread, SIGNS);
        expect(await textsAt(thread)).toEqual([SIGNS]);
      });

      test('shows a card', async () => {
        const thread = await newThread('cards');
        const blocks = [
          { kind: 'title', text: 'The title' },
          { kind: 'text', text: plain('The words') },
        ] as const;
        await world.platform.post(thread, { content: { kind: 'card', card: { blocks }, summary: 'In short' } }, aKey());
        const [shown] = await textsAt(thread);
        expect(shown).toContain('The title');
        expect(shown).toContain('The words');
      });

      test('takes the longest text that it says it takes', async () => {
        const { maxTextLength, textLength } = world.platform.abilities;
        const word = 'a & b, ';
        const most = Math.floor(maxTextLength / textLength(word));
        const long = `${word.repeat(most - 1)}end`;
        expect(textLength(long)).toBeLessThanOrEqual(maxTextLength);
        const thread = await newThread('long');
        await post(thread, long);
        expect(await textsAt(thread)).toEqual([long]);
      });
    });

    describe('edit', () => {
      test('replaces a post in its place, and may be repeated', async () => {
        const thread = await newThread('edits');
        const ref = await post(thread, 'before');
        await post(thread, 'next');
        await world.platform.edit(ref, text('after'));
        await world.platform.edit(ref, text('after'));
        expect(await textsAt(thread)).toEqual(['after', 'next']);
      });

      test('leaves a post findable by its key', async () => {
        if (!world.platform.abilities.readsBack) return;
        const key = aKey();
        const ref = await post(world.channel, 'before', key);
        await world.platform.edit(ref, text('after'));
        expect(await world.platform.findDelivered(world.channel, key, new Date())).toEqual(ref);
      });

      test('of what is not there: gone', async () => {
        expect((await errorOf(world.platform.edit(world.nowhere, text('x')))).kind).toBe('gone');
      });
    });

    describe('remove', () => {
      test('takes a post away, with all that bears its key, and may be repeated', async () => {
        const thread = await newThread('removals');
        const key = aKey();
        const ref = await post(thread, 'to be gone', key);
        await post(thread, 'to stay');
        await world.platform.remove(ref);
        await world.platform.remove(ref);
        expect(await textsAt(thread)).toEqual(['to stay']);
        if (!world.platform.abilities.readsBack) return;
        expect(await world.platform.findDelivered(thread, key, new Date())).toBeNull();
      });

      test('leaves room for another post with the same key', async () => {
        const thread = await newThread('once more');
        const key = aKey();
        await world.platform.remove(await post(thread, 'before', key));
        const again = await post(thread, 'after', key);
        expect(await textsAt(thread)).toEqual(['after']);
        if (!world.platform.abilities.readsBack) return;
        expect(await world.platform.findDelivered(thread, key, new Date())).toEqual(again);
      });

      test('of what is not there: nothing to do', async () => {
        await world.platform.remove(world.nowhere);
      });
    });

    describeWith('reactions', 'react', () => {
      test('puts our reaction on, beside people’s, and takes it off; each may be repeated', async () => {
        const said = await world.say('react to me', world.channel);
        await world.react(said, '👍', true);
        for (const count of [2, 2]) {
          await world.platform.react(said, '👍', true);
          expect(await world.reactionsOn(said)).toEqual([{ emoji: '👍', count }]);
        }
        for (const count of [1, 1]) {
          await world.platform.react(said, '👍', false);
          expect(await world.reactionsOn(said)).toEqual([{ emoji: '👍', count }]);
        }
      });

      test('on a post of ours, and in a thread', async () => {
        const reply = await post(await newThread('reactions'), 'a reply of ours');
        await world.platform.react(reply, '🎉', true);
        expect(await world.reactionsOn(reply)).toEqual([{ emoji: '🎉', count: 1 }]);
      });

      test('on what is not there: nothing to do', async () => {
        await world.platform.react(world.nowhere, '👍', true);
        await world.platform.react(world.nowhere, '👍', false);
      });
    });

    describeWith('faults', 'when the platform refuses or does not answer', () => {
      const refusals: Trouble[] = [
        { refusal: 'rate-limited', retryAfterMs: 3_000 },
        { refusal: 'unauthorized' },
        { refusal: 'gone' },
        { refusal: 'rejected' },
        { refusal: 'transient' },
      ];
      const verbs: Record<Verb, () => Promise<unknown>> = {
        post: () => post(world.channel, 'in trouble'),
        edit: async () => world.platform.edit(await post(world.channel, 'to be edited'), text('in trouble')),
        remove: async () => world.platform.remove(await post(world.channel, 'to be removed')),
        react: async () => world.platform.react(await post(world.channel, 'to be reacted to'), '👍', true),
        findDelivered: () => world.platform.findDelivered(world.channel, aKey(), new Date()),
        openDirect: () => world.platform.openDirect(world.person),
        findPerson: () => world.platform.findPerson(world.person),
        findMessage: async () => world.platform.findMessage(await post(world.channel, 'to be found')),
      };
      const needs: Partial<Record<Verb, keyof Lacks>> = {
        react: 'reactions',
        findDelivered: 'reading',
        findMessage: 'reading',
      };
      const isThere = (verb: Verb) => needs[verb] === undefined || lacks[needs[verb]] === undefined;
      const names = (Object.keys(verbs) as Verb[]).filter(isThere);

      test.each(names.flatMap((verb) => refusals.map((trouble) => [verb, trouble] as const)))(
        '%s, %j: that kind of error, after one request',
        async (verb, trouble) => {
          await world.trouble(verb, trouble);
          const before = await world.requests(verb);
          const error = await errorOf(verbs[verb]());
          expect(error).toMatchObject('refusal' in trouble ? { kind: trouble.refusal } : {});
          if ('retryAfterMs' in trouble) expect(error.retryAfterMs).toBe(trouble.retryAfterMs);
          expect(await world.requests(verb)).toBe(before + 1);
        },
      );

      test.each(names.filter((verb) => verb !== 'post'))(
        '%s may be repeated, so that a lost answer is only transient, after one request',
        async (verb) => {
          await world.trouble(verb, { lost: 'done' });
          const before = await world.requests(verb);
          expect((await errorOf(verbs[verb]())).kind).toBe('transient');
          expect(await world.requests(verb)).toBe(before + 1);
        },
      );

      test.each(['done', 'not done'] as const)(
        'a post whose answer is lost (it is %s) is ambiguous, was tried once, and reading back tells',
        async (lost) => {
          const thread = await newThread(`lost, ${lost}`);
          const key = aKey();
          const before = await world.requests('post');
          await world.trouble('post', { lost });
          const began = new Date();
          expect((await errorOf(post(thread, 'perhaps', key))).kind).toBe('ambiguous');
          expect(await world.requests('post')).toBe(before + 1);
          expect(await textsAt(thread)).toEqual(lost === 'done' ? ['perhaps'] : []);
          if (!world.platform.abilities.readsBack) return;
          const [standing] = await world.shown(thread);
          const found = await world.platform.findDelivered(thread, key, began);
          expect(found).toEqual(standing ? { ...thread, messageId: standing.messageId } : null);
        },
      );

      test('an error tells nothing of what was posted', async () => {
        await world.trouble('post', { refusal: 'rejected' });
        const error = await errorOf(post(world.channel, 'a private matter'));
        expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('a private matter');
      });
    });

    describe('findDelivered', () => {
      test('finds a post in a channel and in a thread by its key, and only there', async () => {
        if (!world.platform.abilities.readsBack) return;
        const since = new Date();
        const [inChannel, inThread] = [aKey(), aKey()];
        const root = await post(world.channel, 'the root', inChannel);
        const thread = threadUnder(root);
        const reply = await post(thread, 'the reply', inThread);
        const find = (at: Address, key: string) => world.platform.findDelivered(at, key, since);
        expect(await find(world.channel, inChannel)).toEqual(root);
        expect(await find(thread, inThread)).toEqual(reply);
        expect(await find(world.channel, inThread)).toBeNull();
        expect(await find(world.otherChannel, inChannel)).toBeNull();
        expect(await find(thread, `${inThread}0`)).toBeNull();
      });

      test('finds it among many', async () => {
        if (!world.platform.abilities.readsBack) return;
        const since = new Date();
        const thread = await newThread('many');
        const keys = Array.from({ length: 30 }, aKey);
        for (const key of keys) await post(thread, key, key);
        const found = await world.platform.findDelivered(thread, keys[0]!, since);
        expect((await world.shown(thread))[0]!.messageId).toBe(found?.messageId);
      });
    });

    describe('people', () => {
      test('are known by name and picture; an unknown one is null', async () => {
        expect(await world.platform.findPerson(world.person)).toEqual(world.person);
        expect(await world.platform.findPerson(world.nobody)).toBeNull();
      });

      test('have one direct conversation with us; nobody has none', async () => {
        const direct = await world.platform.openDirect(world.person);
        expect(await world.platform.openDirect(world.person)).toEqual(direct);
        expect((await errorOf(world.platform.openDirect(world.nobody))).kind).toBe('gone');
      });
    });

    describeWith('events', 'what people say', () => {
      const saidBy = (events: readonly InboundEvent[]): MessageSaid[] =>
        events.filter((event) => event.kind === 'message-said');

      test('arrives as it was said, from where it was said', async () => {
        const words = 'Hello, a < b & c > d, 2 * 3 * 4, [f](g) <b>h</b>';
        const ref = await world.say(words, world.channel);
        const [said] = saidBy(received);
        const { platform, workspaceId, channelId } = world.channel;
        expect(said).toMatchObject({ platform, workspaceId, channelId, messageId: ref.messageId });
        expect(said).toMatchObject({ userId: world.person.userId, mentionsBot: false });
        expect(said).not.toHaveProperty('threadId');
        expect(visibleText(said!.text)).toBe(words);
        expect(Math.abs(said!.at.getTime() - Date.now())).toBeLessThan(60_000);
        expect(said!.key.length).toBeLessThanOrEqual(190);
      });

      test('arrives with its thread, and with a position that gives the order', async () => {
        const thread = await newThread('ours');
        for (const words of ['one', 'two', 'three']) await world.say(words, thread);
        const said = saidBy(received);
        expect(said.map((event) => visibleText(event.text))).toEqual(['one', 'two', 'three']);
        expect(said.map(({ threadId }) => threadId)).toEqual([thread.threadId, thread.threadId, thread.threadId]);
        const positions = said.map(({ position }) => position);
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
        expect(new Set(positions).size).toBe(3);
      });

      test('told again it has the same key; another message has another', async () => {
        await world.say('twice', world.channel);
        expect(await world.tellAgain()).toBe(true);
        await world.say('twice', world.channel);
        const keys = saidBy(received).map(({ key }) => key);
        expect(keys[1]).toBe(keys[0]);
        expect(keys[2]).not.toBe(keys[0]);
      });

      test('is not taken when the core cannot take it, and is told again', async () => {
        receive = () => Promise.reject(new Error('no database'));
        await world.say('not now', world.channel);
        expect(await world.wasTaken()).toBe(false);
        receive = () => Promise.resolve();
        expect(await world.tellAgain()).toBe(true);
        expect(saidBy(received)).toHaveLength(1);
      });

      testWith('reading', 'can be found again, as the same event that its arrival was', async () => {
        const root = await world.say('find me', world.channel);
        const reply = await world.say('and me', threadUnder(root));
        const [first, second] = saidBy(received);
        expect(await world.platform.findMessage(root)).toEqual(first);
        expect(await world.platform.findMessage(reply)).toEqual(second);
        expect(await world.platform.findMessage(world.nowhere)).toBeNull();
      });
    });

    testWith(
      'history',
      'what people said is read from the history, as its arrival would have told; ours is not',
      async () => {
        const since = new Date(Date.now() - 60_000);
        const place = world.otherChannel;
        const root = await world.say('said while we were away', place);
        const reply = await world.say('and answered', threadUnder(root));
        const ours = await post(place, 'ours in the channel');
        const events: InboundEvent[] = [];
        let next: string | undefined;
        do {
          const page = await world.platform.readHistory!(place, { since, threads: next ? [] : [ours.messageId] }, next);
          events.push(...page.events);
          next = page.next;
        } while (next !== undefined);
        const arrivals = await Promise.all([root, reply].map((ref) => world.platform.findMessage(ref)));
        expect(arrivals).not.toContain(null);
        expect(events).toEqual(expect.arrayContaining(arrivals));
        expect(events.map((event) => 'messageId' in event && event.messageId)).not.toContain(ours.messageId);
      },
    );

    describeWith('events', 'what people change', () => {
      const only = <Kind extends InboundEvent['kind']>(kind: Kind) =>
        received.filter((event): event is Extract<InboundEvent, { kind: Kind }> => event.kind === kind);

      test('arrives in its newest words, as the message that it was; each edit later than the one before', async () => {
        const ref = await world.say('first words', world.channel);
        await world.change('second words');
        await world.change('third words');
        const [said] = only('message-said');
        const [second, third] = only('message-edited');
        expect(second!.said).toMatchObject({ key: said!.key, messageId: ref.messageId, userId: world.person.userId });
        expect([second!, third!].map((edit) => visibleText(edit.said.text))).toEqual(['second words', 'third words']);
        expect(third!.revision).toBeGreaterThan(second!.revision);
        expect(second!.key).not.toBe(third!.key);
        if (lacks.reading !== undefined) return;
        expect(visibleText((await world.platform.findMessage(ref))!.text)).toBe('third words');
      });

      test('and what they take back, later than any edit of it', async () => {
        const ref = await world.say('first words', world.channel);
        await world.change('second words');
        await world.takeBack();
        const [deleted] = only('message-deleted');
        expect(deleted).toMatchObject({ saidKey: only('message-said')[0]!.key, messageId: ref.messageId });
        expect(deleted!.revision).toBeGreaterThan(only('message-edited')[0]!.revision);
        expect(await world.platform.findMessage(ref)).toBeNull();
      });

      test('their reactions arrive, put on and taken off, later and later', async () => {
        const ref = await post(world.channel, 'react to us');
        for (const isOn of [true, false, true]) await world.react(ref, '👀', isOn);
        const told = received.filter(({ kind }) => kind === 'reaction-added' || kind === 'reaction-removed');
        expect(told.map(({ kind }) => kind)).toEqual(['reaction-added', 'reaction-removed', 'reaction-added']);
        for (const event of told) {
          expect(event).toMatchObject({ emoji: '👀', messageId: ref.messageId, userId: world.person.userId });
        }
        const revisions = told.map((event) => ('revision' in event ? event.revision : 0));
        expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
        expect(new Set(told.map((event) => ('key' in event ? event.key : ''))).size).toBe(3);
      });
    });

    testWith('events', 'what we edit, take away and react with ourselves is nobody’s doing', async () => {
      const said = await world.say('somebody’s words', world.channel);
      const ref = await post(world.channel, 'ours');
      await waitFor(() => received.length > 1, { timeoutMs: 1_000 }).catch(() => undefined);
      received = [];
      await world.platform.edit(ref, text('ours, edited'));
      if (lacks.reactions === undefined) {
        await world.platform.react(said, '👍', true);
        await world.platform.react(said, '👍', false);
      }
      await world.platform.remove(ref);
      await world.say('the next words', world.channel);
      expect(received).toMatchObject([{ kind: 'message-said' }]);
    });

    testWith('events', 'what we post is nobody’s words: at most the receipt for its key comes back', async () => {
      const key = aKey();
      const ref = await post(world.channel, 'said by us', key);
      const { channelId, messageId } = ref;
      await waitFor(() => received.length > 0, { timeoutMs: 1_000 }).catch(() => undefined);
      for (const event of received) {
        expect(event).toMatchObject({ kind: 'post-seen', deliveryKey: key, channelId, messageId });
      }
      expect(await world.platform.findMessage(ref)).toBeNull();
    });

    testWith('events', 'stopping waits for what is being taken; what comes after it is not taken', async () => {
      let goOn: (() => void) | undefined;
      receive = () => new Promise((resolve) => (goOn = resolve));
      const saying = world.say('just in time', world.channel);
      await waitFor(() => goOn !== undefined);
      const stopped = world.platform.stop();
      goOn!();
      await Promise.all([saying, stopped]);
      expect(await world.wasTaken()).toBe(true);
      await world.say('too late', world.channel);
      expect(await world.wasTaken()).toBe(false);
    });
  });
}
