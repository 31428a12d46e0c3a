import type { Scope } from '#domain';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Visibility } from './reading.js';

const EVERYTHING = sql<SqlBool>`1 = 1`;
const PARTS = ['programme', 'region', 'partner'] as const;

/**
 * For a WHERE clause over rows with `programme`, `region` and `partner`: what a scope covers, and rows in which one of the columns in
 * `own` names the reader. A row without a region is covered only by scopes that name none.
 */
export function visible({ person, everything, scopes }: Visibility, own: readonly string[]): RawBuilder<SqlBool> {
  if (everything || scopes.some(isEverywhere)) return EVERYTHING;
  const theirs = own.map((column) => sql<SqlBool>`${sql.ref(column)} = ${person}`);
  const alternatives = [...theirs, ...scopes.map(covered)];
  return alternatives.length === 0 ? sql`1 = 0` : sql`(${sql.join(alternatives, sql` or `)})`;
}

function isEverywhere(scope: Scope): boolean {
  return PARTS.every((part) => scope[part] === undefined);
}

function covered(scope: Scope): RawBuilder<SqlBool> {
  const named = PARTS.flatMap((part) => (scope[part] === undefined ? [] : [sql<SqlBool>`${sql.ref(part)} = ${scope[part]}`]));
  return sql`(${sql.join(named, sql` and `)})`;
}
