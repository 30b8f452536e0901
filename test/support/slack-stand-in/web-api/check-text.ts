import { explained } from './api-error.ts';

/** A text object, or (in a markdown block) the text itself. @throws ApiError when it is empty or too long */
export function checkText(value: unknown, limit: number, path: string): void {
  const text: unknown = typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
  if (typeof text !== 'string') return;
  if (text === '') throw explained('invalid_blocks', `must be more than 0 characters [${path}]`);
  checkLength(text, limit, path);
}

/** @throws ApiError when it is there and too long */
export function checkLength(text: unknown, limit: number, path: string): void {
  if (typeof text === 'string' && text.length > limit)
    throw explained('invalid_blocks', `must be less than ${limit + 1} characters [${path}]`);
}
