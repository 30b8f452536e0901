import type { OpenApi, Operation } from '../../../src/http/docs/describe-api.ts';
import type { ApiWorld } from './api-world.ts';

/** An operation of the document, with everything that a request needs. */
export interface DocumentedOperation {
  readonly name: string;
  readonly method: string;
  /** As the document has it: `/api/keys/{id}`. */
  readonly path: string;
  readonly operation: Operation;
  /** The document's example of a body. */
  readonly example: unknown;
}

export const readDocument = async (world: ApiWorld): Promise<OpenApi> =>
  (await world.ask('GET', '/api/openapi.json', { token: null })).body as unknown as OpenApi;

export const operationsOf = ({ paths }: OpenApi): DocumentedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      method: method.toUpperCase(),
      path,
      operation,
      example: operation.requestBody?.content['application/json'].example,
    })),
  );

/** The address to call, with the document's examples in it, or with another id. */
export function addressOf({ path, operation: { parameters = [] } }: DocumentedOperation, id?: number): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.example;
    return String(id ?? example);
  });
}
