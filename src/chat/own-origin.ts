import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request comes from a page of ours: of the public address, or of the address that it was sent to. What is no
 * browser sends no origin, and has nobody's cookies to abuse.
 */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders, publicUrl: string): boolean {
  if (origin === undefined || origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
