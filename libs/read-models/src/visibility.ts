import type { Scope } from '#domain';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Visibility } from './reading.js';

const EVERYTHING = sql<SqlBool>`1 = 1`;
const PARTS = ['programme', 'region', 'partner'] as const;

/**
 * For a WHERE clause over rows with `programme`, `region` and `partner`: what a scope covers, and rows in which one of the columns in
 * `own` names the reader. A row without a region is covered only by scopes that name none.
 */
export function visible({ person, everything, scopes, within }: Visibility, own: readonly string[]): RawBuilder<SqlBool> {
  if (everything || scopes.some(isEverywhere)) return EVERYTHING;
  const theirs = own.map((column) => sql<SqlBool>`${sql.ref(column)} = ${person}`);
  const seen = anyOf([...theirs, ...scopes.map(covered)]);
  return within === undefined || theirs.length === 0 ? seen : sql`(${seen} and ${inSession({ within })})`;
}

/** What the reader's session reaches at all, whoever's it is. */
export function inSession({ within }: Pick<Visibility, 'within'>): RawBuilder<SqlBool> {
  return within === undefined || within.some(isEverywhere) ? EVERYTHING : anyOf(within.map(covered));
}

function anyOf(alternatives: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return alternatives.length === 0 ? sql`1 = 0` : sql`(${sql.join(alternatives, sql` or `)})`;
}

function isEverywhere(scope: Scope): boolean {
  return PARTS.every((part) => scope[part] === undefined);
}

function covered(scope: Scope): RawBuilder<SqlBool> {
  const named = PARTS.flatMap((part) => (scope[part] === undefined ? [] : [sql<SqlBool>`${sql.ref(part)} = ${scope[part]}`]));
  return sql`(${sql.join(named, sql` and `)})`;
}
