import { type Channel, type User, type Workspace } from '../slack-stand-in/world-types.ts';
import { cookiesOf, urlOf } from './members.ts';
import type { Scene } from './scene.ts';

/** What somebody's browser shows who follows a link. */
export interface Page {
  readonly status: number;
  readonly text: string;
}

/** On the way from our page to Slack's. */
export interface AtSlack {
  readonly location: URL;
  readonly cookie: string;
}

/** The path that a link leads to, out of what was said of it. */
export function pathIn(text: string): string {
  const path = /https?:\/\/[^/\s]+(\/slack\/install\?link=[\w-]+)/.exec(text)?.[1];
  if (path === undefined) throw new Error(`No link in: ${text}`);
  return path;
}

/** A link by which a workspace joins: as a merchant's guest, or as home. */
export async function installLink(scene: Scene, merchantId: number | null): Promise<string> {
  const { status, body } = await scene.api('POST', '/install-links', { platform: 'slack', merchantId });
  if (status !== 201) throw new Error(`No link: ${status} ${JSON.stringify(body)}`);
  return pathIn(String(body['url']));
}

/** Follows a link to Slack's page. @returns what a browser shows where it leads no further */
export async function follow(scene: Scene, path: string, replica = 0): Promise<AtSlack | Page> {
  const response = await fetch(`${urlOf(scene, replica)}${path}`, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null) return { status: response.status, text: textOf(await response.text()) };
  return { location: new URL(location), cookie: cookiesOf(response) };
}

export function atSlack(met: AtSlack | Page): AtSlack {
  if ('location' in met) return met;
  throw new Error(`The link leads nowhere: ${met.status} ${met.text}`);
}

/** Presses Allow. @returns the code that the browser brings back */
export const allow = (scene: Scene, { location }: AtSlack, teamId: string): Promise<string> =>
  scene.slack.authorize({
    teamId,
    clientId: location.searchParams.get('client_id') ?? '',
    redirectUri: location.searchParams.get('redirect_uri') ?? '',
    scope: location.searchParams.get('scope') ?? '',
  });

interface Back {
  readonly code?: string;
  readonly state?: string;
  readonly cookie?: string;
  readonly replica?: number;
}

/** The browser comes back from Slack. */
export async function comeBack(scene: Scene, { code, state, cookie = '', replica = 0 }: Back): Promise<Page> {
  const query = new URLSearchParams({ ...(code !== undefined && { code }), ...(state !== undefined && { state }) });
  const response = await fetch(`${urlOf(scene, replica)}/slack/oauth_redirect?${query.toString()}`, {
    headers: { cookie },
  });
  return { status: response.status, text: textOf(await response.text()) };
}

/** The whole way: from the link to the page that says what came of it. @param replicas which serve each half */
export async function installBy(scene: Scene, path: string, teamId: string, [first, then] = [0, 0]): Promise<Page> {
  const met = atSlack(await follow(scene, path, first));
  const code = await allow(scene, met, teamId);
  const state = met.location.searchParams.get('state') ?? '';
  return comeBack(scene, { code, state, cookie: met.cookie, replica: then });
}

export interface GuestWorkspace {
  readonly workspace: Workspace;
  readonly merchantId: number;
  readonly admin: User;
  readonly channel: Channel;
}

/** A merchant's own workspace that has joined, with a channel in which our bot is. */
export async function joinAsGuest(scene: Scene, name: string, channelName: string): Promise<GuestWorkspace> {
  const { slack } = scene;
  const { body } = await scene.api<{ merchant: { id: number } }>('POST', '/merchants', { name });
  const merchantId = body.merchant.id;
  const teamId = `T0${name.toUpperCase()}`;
  const workspace = await slack.addWorkspaceWithoutApp(teamId, name);
  const page = await installBy(scene, await installLink(scene, merchantId), teamId);
  if (page.status !== 200) throw new Error(`${name} could not join: ${page.text}`);
  const admin = await slack.addUser({ name: `${name} admin`, teamId, isAdmin: true });
  const channel = await slack.addChannel({ name: channelName, teamId, botIsMember: false });
  await slack.inviteBot({ channel: channel.id, inviter: admin.id });
  await slack.untilPosted({ channel: channel.id, containing: 'This channel is connected' });
  return { workspace, merchantId, admin, channel };
}

const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<title>.*?<\/title>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_whole, sign) => String.fromCharCode(Number(sign)))
    .replace(/\s+/g, ' ')
    .trim();
