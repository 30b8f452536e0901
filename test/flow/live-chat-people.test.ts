import { beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import type { LivePage } from '../support/live-page.ts';
import { tellLiveStories } from '../support/scene/live-stories.ts';
import type { Browser } from '../support/scene/members.ts';
import { waitFor } from '../support/wait-for.ts';

onEachDatabase((database) => {
  describe('who is here and who writes', () => {
    const stories = tellLiveStories(database);
    let maria: Browser;
    let tom: Browser;
    let bo: Browser;
    let boId: string;

    beforeAll(async () => {
      maria = await stories.customer('Maria');
      tom = await stories.customer('Tom');
      const { agent, browser } = await stories.colleague('Bo');
      bo = browser;
      boId = `agent-${agent.agentId}`;
    });

    const open = async (subject: string) => (await stories.ticket(subject)).id;
    const isUser = (id: string) => (news: { readonly userId: string }) => news.userId === id;
    const isTold = (page: LivePage) => page.news.filter(({ type }) => type === 'user_joined' || type === 'user_left');

    /** Who a page believes is here. */
    const here = (page: LivePage): string[] => {
      const joined = page.of('user_joined').map(({ userId }) => userId);
      const left = page.of('user_left').map(({ userId }) => userId);
      return [...new Set(joined)].filter((id) => count(joined, id) > count(left, id));
    };

    test('who comes is told to those here, who was here to whoever comes, and nobody of themselves', async () => {
      const ticketId = await open('Who is there?');
      const hers = await stories.page(maria, ticketId, { replica: 0 });
      const his = await stories.page(bo, ticketId);
      expect(await hers.until('user_joined')).toEqual({
        type: 'user_joined',
        userId: boId,
        userType: 'agent',
        userName: 'Bo',
      });
      expect(await his.until('user_joined')).toEqual({
        type: 'user_joined',
        userId: maria.member.userId,
        userType: 'merchant',
        userName: 'Maria',
      });
      his.send({ type: 'leave_ticket' });
      expect(await hers.until('user_left')).toEqual({ type: 'user_left', userId: boId, userType: 'agent' });
      expect(isTold(his)).toHaveLength(1);
      expect(isTold(hers)).toHaveLength(2);
    });

    test('a second page of the same person is nobody new, and its end no farewell', async () => {
      const ticketId = await open('Two tabs');
      const hers = await stories.page(maria, ticketId, { replica: 0 });
      const [first, second] = [await stories.page(tom, ticketId), await stories.page(tom, ticketId, { replica: 0 })];
      await first.until('user_joined', isUser(maria.member.userId));
      await second.until('user_joined', isUser(maria.member.userId));
      await first.close();
      // Bo's coming is told after that: whatever was to be told of Tom's page would have been.
      await stories.page(bo, ticketId);
      await hers.until('user_joined', isUser(boId));
      expect(isTold(hers)).toMatchObject([{ userId: tom.member.userId }, { type: 'user_joined', userId: boId }]);
      await second.close();
      await hers.until('user_left', isUser(tom.member.userId));
    });

    test('a page that is killed without a goodbye has left', async () => {
      const ticketId = await open('Lid shut');
      const hers = await stories.page(maria, ticketId, { replica: 0 });
      const his = await stories.page(tom, ticketId);
      await hers.until('user_joined', isUser(tom.member.userId));
      his.socket.terminate();
      await hers.until('user_left', isUser(tom.member.userId));
    });

    test('whoever goes on to another ticket has left this one', async () => {
      const [one, other] = [await open('From here'), await open('To there')];
      const hers = await stories.page(maria, one, { replica: 0 });
      const his = await stories.page(tom, one);
      await hers.until('user_joined', isUser(tom.member.userId));
      his.send({ type: 'join_ticket', ticketId: other });
      await hers.until('user_left', isUser(tom.member.userId));
    });

    test('many come and go at once: in the end everybody knows who is here', async () => {
      const ticketId = await open('Coming and going');
      const hers = await stories.page(maria, ticketId, { replica: 0 });
      for (let times = 0; times < 5; times += 1) {
        const replicas = Array.from({ length: 4 }, (_, index) => index % stories.scene.apps.length);
        const pages = await Promise.all(replicas.map((replica) => stories.page(tom, ticketId, { replica })));
        for (const { socket } of pages.slice(2)) socket.terminate();
        await Promise.all(pages.slice(0, 2).map((page) => page.close()));
      }
      await stories.page(bo, ticketId);
      const newcomer = await stories.page(bo, ticketId, { replica: 0 });
      await waitFor(() => here(newcomer).join() === maria.member.userId);
      await waitFor(() => here(hers).join() === boId);
    });

    test('who writes is shown to the others until they stop, or say nothing more of it', async () => {
      const ticketId = await open('Dots');
      const hers = await stories.page(maria, ticketId, { replica: 0 });
      const his = await stories.page(bo, ticketId);
      const typing = (isTyping: boolean) => his.send({ type: 'typing_indicator', isTyping });
      const dots = () => hers.of('typing_indicator').map(({ isTyping }) => isTyping);

      typing(true);
      expect(await hers.until('typing_indicator')).toEqual({
        type: 'typing_indicator',
        userId: boId,
        userType: 'agent',
        userName: 'Bo',
        isTyping: true,
      });
      typing(true);
      typing(false);
      await waitFor(() => dots().length === 2);
      typing(true);
      // Nothing more is heard of it: it lapses.
      await waitFor(() => dots().length === 4, { timeoutMs: 15_000 });
      expect(dots()).toEqual([true, false, true, false]);
      expect(his.of('typing_indicator')).toEqual([]);
    });
  });
});

const count = (ids: readonly string[], id: string): number => ids.filter((one) => one === id).length;
