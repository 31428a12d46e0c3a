import { sql, type RawBuilder, type SqlBool } from 'kysely';

/**
 * Versions of the past are found by the class of their length: span k holds those that stood for 2^k to 2^(k+1) - 1 entries. Those
 * of span k that stood at entry i began in the 2^(k+1) entries up to i, and at least half of what begins there is among them. So an
 * index on (…, span, from_index) answers "what stood at i" in one short range for each class, however long the history is.
 */
export function spanOf(fromIndex: number, toIndex: number): number {
  let span = 0;
  while (toIndex - fromIndex >= 2 ** (span + 1)) span += 1;
  return span;
}

/**
 * The condition for versions of the past that stood at entry `index`. `shared` is repeated in every branch: the equality by which
 * the index begins, such as a holder. `head` is the last entry that the view has.
 */
export function stoodAt(index: number, head: number, shared: RawBuilder<SqlBool> | null = null): RawBuilder<SqlBool> {
  const longest = spanOf(0, head + 1);
  const branches: RawBuilder<SqlBool>[] = [];
  for (let span = 0; span <= longest; span += 1) {
    const began = sql<SqlBool>`to_index is not null and span = ${sql.lit(span)} and from_index > ${index - 2 ** (span + 1)} and from_index <= ${index} and to_index > ${index}`;
    branches.push(shared === null ? sql`(${began})` : sql`(${shared} and ${began})`);
  }
  return sql`(${sql.join(branches, sql` or `)})`;
}

/** The same for small tables, where reading the whole history of a few keys costs nothing. `index` null: now. */
export function standing(index: number | null): RawBuilder<SqlBool> {
  if (index === null) return sql`to_index is null`;
  return sql`from_index <= ${index} and (to_index is null or to_index > ${index})`;
}
