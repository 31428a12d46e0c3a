/** True if two plain values (of strings, numbers, booleans, null, lists, objects) say the same; the order of keys does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && hasSameItems(a, b);
  return hasSameEntries(a as Entries, b as Entries);
}

function hasSameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSame(a[i], b[i])) return false;
  return true;
}

type Entries = Readonly<Record<string, unknown>>;

// A replay compares a hundred values for each route: no copies, and no list of keys.
function hasSameEntries(a: Entries, b: Entries): boolean {
  let keys = 0;
  for (const key in a) {
    if (a[key] !== b[key] && !isSame(a[key], b[key])) return false;
    if (a[key] === undefined && !(key in b)) return false;
    keys++;
  }
  for (const _ in b) keys--;
  return keys === 0;
}
