import type { Scene } from './scene.ts';

export interface Member {
  readonly id: number;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** A browser in which somebody is signed in. */
export interface Browser {
  readonly member: Member;
  /** The cookies, as a request bears them. */
  readonly cookie: string;
  /** A token for one socket. */
  pass(replica?: number): Promise<string>;
}

type NewMember = { readonly name: string; readonly email?: string } & (
  { readonly role: 'merchant'; readonly merchantId: number } | { readonly role: 'agent' | 'admin' }
);

let count = 0;

/** Somebody who uses the product in a browser. With an agent's e-mail they are that agent. */
export async function addMember(scene: Scene, { email, ...wanted }: NewMember): Promise<Member> {
  const address = email ?? `member-${(count += 1)}@example.com`;
  const answer = await scene.api<{ member: Member }>('POST', '/members', { ...wanted, email: address });
  if (answer.status !== 201) throw new Error(`${wanted.name} could not be added: ${JSON.stringify(answer.body)}`);
  return answer.body.member;
}

/** The token of a new link for somebody. */
export async function linkFor(scene: Scene, { id: memberId }: Pick<Member, 'id'>, leadsTo?: string): Promise<string> {
  const answer = await scene.api<{ url: string }>('POST', '/login-links', { memberId, leadsTo });
  if (answer.status !== 201) throw new Error(`No login link: ${JSON.stringify(answer.body)}`);
  return answer.body.url.split('/').at(-1) ?? '';
}

/** Signs somebody in with a link of their own. */
export async function signIn(scene: Scene, member: Member): Promise<Browser> {
  const token = await linkFor(scene, member);
  const response = await fetch(`${urlOf(scene)}/sign-in/${token}`, { method: 'POST' });
  if (response.status !== 200) throw new Error(`${member.name} could not sign in: ${await response.text()}`);
  const cookie = cookiesOf(response);
  return { member, cookie, pass: (replica = 0) => passFor(urlOf(scene, replica), cookie) };
}

/** The cookies that an answer sets, as the next request bears them. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

async function passFor(url: string, cookie: string): Promise<string> {
  const response = await fetch(`${url}/session/pass`, { method: 'POST', headers: { cookie } });
  const { pass } = (await response.json()) as { pass?: string };
  if (pass === undefined) throw new Error(`No pass: ${response.status}`);
  return pass;
}

export const urlOf = ({ apps }: Scene, replica = 0): string => {
  const app = apps[replica];
  if (!app) throw new Error(`No process ${replica} of the product is running.`);
  return app.url;
};
