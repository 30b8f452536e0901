import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Installations } from '../../src/chat/installations.ts';
import { showPage, type PublicPage } from '../../src/chat/public-page.ts';
import { BOT_NAME, TEAMS, type TeamsAppConfig } from './teams-config.ts';

const JOIN_PATH = '/teams/join';

/** The path of the page behind a link. */
export const joinPath = (link: string): string => `${JOIN_PATH}?link=${encodeURIComponent(link)}`;

/**
 * What somebody does who was sent a link. Teams has no page that would lead them back to us: the code of the link is what
 * they bring, as an order. Looking does not use it up, and the page says nobody's name.
 */
export function createJoinRoutes(app: TeamsAppConfig, installations: Pick<Installations, 'isOpen'>): Middleware {
  const router = new Router();
  router.get(JOIN_PATH, async (ctx: Context) => {
    const link = ctx.query['link'];
    const isOpen = typeof link === 'string' && link !== '' && (await installations.isOpen(TEAMS, link));
    showPage(ctx, isOpen ? stepsPage(app, link) : OVER);
  });
  return router.routes() as unknown as Middleware;
}

const OVER: PublicPage = {
  status: 410,
  title: 'This link cannot be used',
  text: 'It was used before, is older than seven days, or is not whole. Ask those who sent it for a new one.',
};

const stepsPage = ({ id }: TeamsAppConfig, link: string): PublicPage => ({
  status: 200,
  title: 'Ask for help from Teams',
  text: 'This link connects one place in Microsoft Teams with the support team that sent it. It works once.',
  steps: [
    {
      text: `Have the app ${BOT_NAME} added to your team, or to your own apps; an admin of Teams may have to allow it.`,
    },
    { text: 'In the channel in which you want to ask, write:', code: `@${BOT_NAME} join ${link}` },
    {
      text: 'Or ask in a chat between you and the app alone:',
      link: { label: 'open it with the words filled in, and send them', href: chatLink(id, `join ${link}`) },
    },
  ],
});

/** learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
const chatLink = (appId: string, message: string): string =>
  `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}&message=${encodeURIComponent(message)}`;
