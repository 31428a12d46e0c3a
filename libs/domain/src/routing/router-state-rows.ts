import type { RouterState } from './router-state.js';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * The router's state as rows in key order: two states have the same rows exactly when they would route alike. What is not yet met in
 * the log is left out: it says how far the reading has come, not what was read.
 */
export function* routerStateRows(state: RouterState): Iterable<readonly [key: string, row: { readonly value: Json }]> {
  const rows: (readonly [string, Json])[] = [];
  for (const [part, value] of Object.entries(state)) {
    if (part === 'unmet') continue;
    if (value instanceof Map) for (const [key, each] of value as Map<string, unknown>) rows.push([`${part}/${key}`, plain(each)]);
    else rows.push([part, plain(value)]);
  }
  rows.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of rows) yield [key, { value }];
}

/** Maps as objects, sets as sorted lists; what is undefined is left out. */
function plain(value: unknown): Json {
  if (value instanceof Map)
    return Object.fromEntries([...(value as Map<unknown, unknown>)].map(([key, each]) => [String(key), plain(each)]));
  if (value instanceof Set) return [...(value as Set<unknown>)].map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).filter(([, each]) => each !== undefined && typeof each !== 'function');
    return Object.fromEntries(parts.map(([name, each]) => [name, plain(each)]));
  }
  return value as Json;
}
