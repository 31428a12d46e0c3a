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
 * `spans(k, low)`: for each class of length, the entry after which its versions that stood at `index` began; for a WITH clause. `head` is
 * the last entry that the view has. Versions that began before `earliest` are not wanted.
 */
export function spansAt(index: number, head: number, earliest = 0): RawBuilder<unknown> {
  const low = (k: number): number => Math.max(index - 2 ** (k + 1), earliest - 1);
  const classes = Array.from({ length: spanOf(0, head + 1) + 1 }, (_, k) => sql`(${sql.lit(k)}, cast(${low(k)} as bigint))`);
  return sql`spans(k, low) as (values ${sql.join(classes)})`;
}

/** The condition for versions of the past that stood at `index`, joined to `spans`. */
export function stoodAt(index: number): RawBuilder<SqlBool> {
  return sql`to_index is not null and span = k and from_index > low and from_index <= ${index} and to_index > ${index}`;
}

/** For small tables, where reading the whole history of a few keys costs nothing. `index` null: now. */
export function standing(index: number | null): RawBuilder<SqlBool> {
  if (index === null) return sql`to_index is null`;
  return sql`from_index <= ${index} and (to_index is null or to_index > ${index})`;
}
