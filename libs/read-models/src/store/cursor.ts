import { DomainError, isInstant, type Instant } from '#domain';

/** A cursor that this list did not give out. */
export class InvalidCursor extends DomainError {
  readonly kind = 'invalid';
  constructor() {
    super('is not a cursor of this list', 'cursor');
  }
}

/** Where a page ended, and the moment that its list shows: later pages show the same. */
export interface Cursor {
  readonly index: number;
  readonly now: Instant;
  /** Sort key of the last item. */
  readonly after: readonly (string | number)[];
}

/** `list` names the list and its order, so that no other takes the cursor. */
export function writeCursor(list: string, { index, now, after }: Cursor): string {
  return Buffer.from(JSON.stringify([list, index, now, ...after])).toString('base64url');
}

/** @param shape what each part of the sort key is. @throws InvalidCursor */
export function readCursor(list: string, text: string, shape: readonly ('string' | 'number')[]): Cursor {
  const parts = parse(text);
  if (!Array.isArray(parts) || parts.length !== 3 + shape.length) throw new InvalidCursor();
  const [name, index, now, ...after] = parts as unknown[];
  if (name !== list || !Number.isSafeInteger(index) || (index as number) < -1 || !isInstant(now)) throw new InvalidCursor();
  if (!shape.every((type, i) => typeof after[i] === type)) throw new InvalidCursor();
  return { index: index as number, now, after: after as (string | number)[] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
