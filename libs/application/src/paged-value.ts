/** Lists longer than this are stored in pages of so many entries, so that a longer list does not make a larger write. */
const PAGE_ENTRIES = 512;

/** What page 0 holds: the value, with its long lists taken out. */
interface Head {
  readonly value: unknown;
  /** How long each list is that was taken out, by field; `''` is the value itself. null: none is long. */
  readonly long: Readonly<Record<string, number>> | null;
  /** The value itself is a set. */
  readonly isSet?: boolean;
}

/** The long lists of a value as they were last stored, by field: what differs from them is to be stored again. */
export type Stored = ReadonlyMap<string, readonly unknown[]>;

interface Written {
  readonly pages: readonly (readonly [page: number, value: unknown])[];
  readonly stored: Stored;
}

const NONE: Stored = new Map();

/** A value as pages; of the pages of its long lists only those that differ from what is stored. */
export function toPages(value: unknown, stored: Stored = NONE): Written {
  const long = longLists(value);
  if (long.size === 0) return { pages: [[0, { value, long: null } satisfies Head]], stored: NONE };
  const lengths = Object.fromEntries([...long].map(([field, list]) => [field, list.length]));
  const pages: [number, unknown][] = [[0, { value: without(value, long), long: lengths, isSet: value instanceof Set } satisfies Head]];
  for (let page = 1; page <= pagesOf(lengths); page++) {
    const [start, end] = [(page - 1) * PAGE_ENTRIES, page * PAGE_ENTRIES];
    if (![...long].every(([field, list]) => isEqual(list, stored.get(field), start, end))) {
      pages.push([page, [...long.values()].map((list) => list.slice(start, end))]);
    }
  }
  return { pages, stored: new Map([...long].map(([field, list]) => [field, [...list]])) };
}

/** The value of which page 0 is `first`; `read` gives its other pages. */
export function fromPages(first: unknown, read: (page: number) => unknown): { readonly value: unknown; readonly stored: Stored } {
  const { value, long, isSet } = first as Head;
  if (long === null) return { value, stored: NONE };
  const lists = Object.keys(long).map((field) => [field, [] as unknown[]] as const);
  for (let page = 1; page <= pagesOf(long); page++) {
    const slices = read(page) as unknown[][];
    for (const [at, [, list]] of lists.entries()) for (const entry of slices[at] ?? []) list.push(entry);
  }
  const stored = new Map(lists.map(([field, list]) => [field, [...list]]));
  const itself = lists[0]?.[0] === '' ? lists[0][1] : null;
  if (itself !== null) return { value: isSet === true ? new Set(itself) : itself, stored };
  return { value: Object.assign(value as object, Object.fromEntries(lists)), stored };
}

/** Lists of words and numbers alone: what is in an entry of another kind may change without it becoming another entry. */
function longLists(value: unknown): ReadonlyMap<string, readonly unknown[]> {
  const lists: [string, unknown][] =
    value instanceof Set
      ? value.size > PAGE_ENTRIES
        ? [['', [...(value as Set<unknown>)]]]
        : []
      : Array.isArray(value)
        ? [['', value]]
        : typeof value === 'object' && value !== null
          ? Object.entries(value)
          : [];
  return new Map(lists.filter((entry): entry is [string, unknown[]] => isLong(entry[1])));
}

function isLong(list: unknown): boolean {
  return Array.isArray(list) && list.length > PAGE_ENTRIES && list.every((entry) => typeof entry !== 'object');
}

function without(value: unknown, long: ReadonlyMap<string, unknown>): unknown {
  if (value instanceof Set) return new Set();
  if (Array.isArray(value)) return [];
  return { ...(value as object), ...Object.fromEntries([...long.keys()].map((field) => [field, []])) };
}

function pagesOf(lengths: Readonly<Record<string, number>>): number {
  return Math.ceil(Math.max(...Object.values(lengths)) / PAGE_ENTRIES);
}

function isEqual(list: readonly unknown[], stored: readonly unknown[] | undefined, start: number, end: number): boolean {
  if (stored === undefined) return false;
  for (let i = start; i < Math.min(end, Math.max(list.length, stored.length)); i++) if (list[i] !== stored[i]) return false;
  return true;
}
