import type { Sealed } from '#domain';

/** More sealed values than this do not fit into one event (64 KiB). */
const MOST_IN_EVENT = 4096;

interface Found {
  readonly path: string;
  readonly sealed: Sealed;
}

/** All sealed values of an event's data, in the order of their sorted keys: `ask.recommendation`, `optionsConsidered.1`. */
export function sealedIn(data: object): readonly Found[] {
  const found: Found[] = [];
  collect(data, '', found);
  return found;
}

/** How rows name a text: by the entry and its place there, so that it is the same number in every store. */
export function refsOf(event: { readonly data: object; readonly index: number }): (path: string) => number | null {
  const found = sealedIn(event.data);
  return (path) => {
    const place = found.findIndex((value) => value.path === path);
    return place < 0 ? null : refAt(event.index, place);
  };
}

export function refAt(index: number, place: number): number {
  return index * MOST_IN_EVENT + place;
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && '$personal' in value && 'c' in value;
}

function collect(value: unknown, path: string, found: Found[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isSealed(value)) found.push({ path, sealed: value });
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) collect(item, path === '' ? String(i) : `${path}.${i}`, found);
  else
    for (const key of Object.keys(value).sort())
      collect((value as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`, found);
}
