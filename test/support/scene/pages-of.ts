import { expect } from '@jest/globals';
import type { Scene } from './scene.ts';

export type Row = Readonly<Record<string, unknown>> & { readonly id: number };

/** Every page of a list of /api, in order, each in the one shape that lists have. */
export async function pagesOf(scene: Scene, path: string, list: string): Promise<Row[][]> {
  const pages: Row[][] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? path : `${path}&cursor=${cursor}`;
    const { status, body } = await scene.api('GET', query);
    expect([status, body['success']]).toEqual([200, true]);
    expect(Object.keys(body).toSorted()).toEqual([list, 'nextCursor', 'success'].toSorted());
    pages.push(body[list] as Row[]);
    cursor = body['nextCursor'] as string | null;
  }
  return pages;
}
