import { MoreThan, type FindManyOptions, type FindOptionsWhere } from 'typeorm';

/**
 * Oldest first, from the row behind a cursor on; one row more than asked for, which tells that there is more.
 * @param where what else a row must meet
 */
export function after<Row extends { readonly id: number }>(
  cursor: number | undefined,
  limit: number,
  where: FindOptionsWhere<Row> = {},
): FindManyOptions<Row> {
  const beyond = cursor === undefined ? {} : { id: MoreThan(cursor) };
  return { where: { ...where, ...beyond }, order: { id: 'ASC' }, take: limit + 1 } as FindManyOptions<Row>;
}
