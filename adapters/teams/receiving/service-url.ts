import { PUBLIC_CLOUD, type TeamsConfig } from '../teams-config.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether this may be sent what people wrote, and a token of ours. Without an app there is no token, and nobody but
 * the local playground to speak to.
 */
export function isServiceUrl(text: string, { app, cloud = PUBLIC_CLOUD }: TeamsConfig): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '' || !/^https?:$/.test(protocol)) return false;
  if (!app) return LOOPBACK.has(hostname);
  return cloud.serviceHosts.includes(host) && (protocol === 'https:' || LOOPBACK.has(hostname));
}

/** What stands below a service's address. @param path each part encoded */
export const underService = (serviceUrl: string, path: string): URL => new URL(path, serviceUrl.replace(/\/*$/, '/'));

/** Whether somebody asked for this machine by a name of its own: a page elsewhere whose name was made to lead here brings that. */
export const isOwnHost = (host: string): boolean =>
  URL.canParse(`http://${host}`) && LOOPBACK.has(new URL(`http://${host}`).hostname);
