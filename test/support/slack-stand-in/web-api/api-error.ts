/** A refusal with one of Slack's error codes. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    /** Further fields of the answer. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

/** Slack's way to say what is wrong with an argument. */
export function explained(code: string, message: string): ApiError {
  return new ApiError(code, { errors: [message], response_metadata: { messages: [`[ERROR] ${message}`] } });
}
