import { ApiError } from './api-error.ts';

/** The arguments of one call. From a form all are texts, and structures are JSON within; from JSON they are themselves. */
export class Arguments {
  constructor(readonly values: Readonly<Record<string, unknown>>) {}

  text(name: string): string | undefined {
    const value = this.values[name];
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? String(value) : undefined;
  }

  /** @throws ApiError with `otherwise` when it is missing. */
  required(name: string, otherwise: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw new ApiError(otherwise);
    return value;
  }

  /** The same, where another method calls an argument otherwise. */
  renamed(name: string, as: string): Arguments {
    return new Arguments({ ...this.values, [as]: this.values[name] });
  }

  flag(name: string): boolean {
    const value = this.values[name];
    return value === true || value === 'true' || value === '1';
  }

  count(name: string, otherwise: number): number {
    const value = Number(this.text(name) ?? otherwise);
    return Number.isFinite(value) && value > 0 ? Math.floor(value) : otherwise;
  }

  /** @throws ApiError with `otherwise` when it is not JSON. */
  structure(name: string, otherwise: string): unknown {
    const value = this.values[name];
    if (typeof value !== 'string') return value;
    if (value === '') return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw new ApiError(otherwise);
    }
  }
}

/** Reads a body as Slack does, by its content type; a GET's query counts too. */
export function parseArguments(contentType: string, body: string, query: URLSearchParams): Arguments {
  const fromQuery = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) return new Arguments({ ...fromQuery, ...parseObject(body) });
  return new Arguments({ ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) });
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value = JSON.parse(body === '' ? '{}' : body) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through to the refusal.
  }
  throw new ApiError('invalid_json');
}
