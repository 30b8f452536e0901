import { z } from 'zod';

/* The kinds of values that variables have, each with the words that tell what would be right. */

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const DATABASE_URL_WOULD_BE =
  'must be sqlite:./data/switchboard.db, mysql://user:password@host:3306/database or mariadb://… in the same way ' +
  '(signs like @ and / in the password written as %40 and %2F)';

export function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(error).int(error).min(min, error).max(max, error);
}

export function number(min: number, max: number) {
  const error = `must be a number from ${min} to ${max}`;
  return z.coerce.number(error).min(min, error).max(max, error);
}

export function secret() {
  return z
    .string()
    .regex(
      /^[\x21-\x7e]{32,}$/,
      'must be at least 32 characters without spaces; "openssl rand -hex 32" makes a good one',
    )
    .optional();
}

export function uuid(what: string) {
  return z.string().regex(UUID, `must be ${what}`).toLowerCase().optional();
}

/** Separated by commas. */
export function tenants() {
  return z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim().toLowerCase()))
    .refine(
      (each) => each.every((id) => UUID.test(id)),
      'must be Directory (tenant) IDs, separated by commas: 00000000-0000-0000-0000-000000000000,…',
    )
    .default([]);
}

export function token(prefix: string, place: string) {
  const pattern = new RegExp(`^${prefix}\\S+$`);
  return z
    .string()
    .regex(pattern, `must be the token that begins with ${prefix} (in Slack's app settings: ${place})`)
    .optional();
}

export function databaseUrl() {
  return z.string().refine(isDatabaseUrl, DATABASE_URL_WOULD_BE);
}

function isDatabaseUrl(text: string): boolean {
  if (text.startsWith('sqlite:')) return text.length > 'sqlite:'.length;
  if (!/^(mysql|mariadb):/.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname } = new URL(text);
  return hostname !== '' && pathname.length > 1;
}
