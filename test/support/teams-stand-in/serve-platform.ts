import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { MESSAGES_PATH } from '../../../adapters/teams/receiving/messages-endpoint.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import type { TeamsStandIn } from './start-teams-stand-in.ts';

/** Lets the stand-in tell a platform that stands alone, without the rest of the product. */
export async function servePlatform(teams: TeamsStandIn, { routes }: ChatPlatform): Promise<Server> {
  const handle = new Koa().use(routes!).callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${MESSAGES_PATH}`;
  return server;
}
