import type { IncomingMessage } from 'node:http';

/** Bytes. Slack's largest payloads are some hundred kilobytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The whole body as UTF-8; undefined when it is larger than `limit` bytes, and then the rest is left unread.
 * Rejects when the connection is cut.
 */
export async function readRequestBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A body as an object: JSON, or a form, or the JSON in a form's `payload` (clicks). Undefined when it is none of them.
 * @param contentType of the request, with or without parameters
 */
export function parseRequestBody(raw: string, contentType = ''): Record<string, unknown> | undefined {
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return parseObject(raw);
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form['payload'] === undefined ? form : parseObject(form['payload']);
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
