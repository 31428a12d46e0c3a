/** A row as it stands in the file. `number` counts from 1 below the header, blank rows too: a spreadsheet shows it one higher. */
export type CsvRow =
  | { readonly number: number; readonly cells: readonly string[] }
  /** It cannot be taken apart into cells; why. */
  | { readonly number: number; readonly broken: string };

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A quoted cell that goes on for longer was never closed; a row that goes on for longer is none. The same however the bytes come. */
const LONGEST_CELL_BYTES = 65_536;
const LONGEST_ROW_BYTES = 1_048_576;

interface Cell {
  /** Of the text, without its quotes. */
  readonly from: number;
  readonly to: number;
  readonly quoted: boolean;
  readonly multiline: boolean;
  /** Where the delimiter or line end after it stands. */
  readonly end: number;
}

type Content = { readonly cells: readonly Cell[] } | { readonly broken: string };
/** What begins at a place of the bytes, and where the next begins; null: only the bytes that follow can tell. */
type Found = (Content & { readonly next: number }) | null;

const TOO_LONG: Content = { broken: `is longer than ${LONGEST_ROW_BYTES} bytes` };

/**
 * Splits bytes into rows, the header first. It works on bytes, so that UTF-8 and Latin-1 are split alike and a piece may end anywhere.
 * Line ends are LF, CRLF or CR, also mixed. A quote that is opened and never closed costs its own line and no other.
 */
export class RowSplitter {
  readonly #delimiter: number;
  readonly #decode: (bytes: Buffer) => string;
  #rest: Buffer = Buffer.alloc(0);
  #number = -1;
  /** Cells of the header. */
  #width: number | null = null;
  /** The rest of a row that was given up stands here. */
  #skipping = false;

  constructor(delimiter: string, decode: (bytes: Buffer) => string) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#decode = decode;
  }

  /** The rows that end within this piece; null ends the file. */
  *take(piece: Buffer | null): Generator<CsvRow> {
    const isEnd = piece === null;
    const bytes = isEnd ? this.#rest : Buffer.concat([this.#rest, piece]);
    let at = this.#skipping ? this.#skip(bytes, 0, isEnd) : 0;
    while (at < bytes.length && !this.#skipping) {
      const found = this.#rowAt(bytes, at, isEnd);
      const isTooLong = (found?.next ?? bytes.length) - at > LONGEST_ROW_BYTES;
      if (found === null && !isTooLong) break;
      const row = this.#rowOf(bytes, found === null || isTooLong ? TOO_LONG : found);
      if (row !== null) yield row;
      at = found === null || isTooLong ? this.#skip(bytes, at, isEnd) : found.next;
    }
    this.#rest = bytes.subarray(at);
  }

  #skip(bytes: Buffer, from: number, isEnd: boolean): number {
    const end = lineEnd(bytes, from);
    const next = afterLineEnd(bytes, end, isEnd);
    this.#skipping = next === null;
    return next ?? end;
  }

  /** Null: a blank row. Those above the header do not count. */
  #rowOf(bytes: Buffer, found: Content): CsvRow | null {
    if ('broken' in found) return { number: ++this.#number, broken: found.broken };
    const cells = found.cells.map((cell) => this.#textOf(bytes, cell));
    const isBlank = cells.every((text) => text.trim() === '');
    if (isBlank && this.#width === null) return null;
    this.#width ??= cells.length;
    this.#number++;
    return isBlank ? null : { number: this.#number, cells };
  }

  #textOf(bytes: Buffer, { from, to, quoted }: Cell): string {
    const text = this.#decode(bytes.subarray(from, to));
    return quoted ? text.replaceAll('""', '"') : text;
  }

  #rowAt(bytes: Buffer, start: number, isEnd: boolean): Found {
    const cells: Cell[] = [];
    for (let at = start; ; at++) {
      const cell = bytes[at] === QUOTE ? quotedCell(bytes, at) : plainCell(bytes, at, this.#delimiter);
      // One byte more may close it: then it would be as long as any can be.
      if (cell === 'not closed' && !isEnd && bytes.length - at <= LONGEST_CELL_BYTES + 1) return null;
      if (cell === 'not closed') return brokenAt(bytes, at, isEnd);
      if (cell.end === bytes.length && !isEnd) return null;
      const isBroken = cell.to - cell.from > LONGEST_CELL_BYTES || !this.#endsAt(bytes, cell.end);
      if (cell.quoted && isBroken) return brokenAt(bytes, at, isEnd);
      cells.push(cell);
      at = cell.end;
      if (bytes[at] === this.#delimiter) continue;
      // A row that an open quote has swallowed lines into has another width than the header.
      const swallower = cells.length === this.#width ? undefined : cells.find(({ multiline }) => multiline);
      if (swallower !== undefined && this.#width !== null) return brokenAt(bytes, swallower.from, isEnd);
      const next = afterLineEnd(bytes, at, isEnd);
      return next === null ? null : { next, cells };
    }
  }

  #endsAt(bytes: Buffer, at: number): boolean {
    return at === bytes.length || bytes[at] === this.#delimiter || isLineEnd(bytes[at]);
  }
}

function plainCell(bytes: Buffer, from: number, delimiter: number): Cell {
  let to = from;
  while (to < bytes.length && bytes[to] !== delimiter && !isLineEnd(bytes[to])) to++;
  return { from, to, quoted: false, multiline: false, end: to };
}

/** Quotes inside of it are doubled. */
function quotedCell(bytes: Buffer, open: number): Cell | 'not closed' {
  let multiline = false;
  for (let at = open + 1; at < bytes.length; at++) {
    if (isLineEnd(bytes[at])) multiline = true;
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] === QUOTE) at++;
    else return { from: open + 1, to: at, quoted: true, multiline, end: at + 1 };
  }
  return 'not closed';
}

/** It goes on with the line after the one on which the quote was opened. */
function brokenAt(bytes: Buffer, open: number, isEnd: boolean): Found {
  const next = afterLineEnd(bytes, lineEnd(bytes, open), isEnd);
  return next === null ? null : { next, broken: 'a quote is opened that is not closed before the next delimiter or line end' };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

/** Where the next line end stands; the end of the bytes if there is none. */
function lineEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && !isLineEnd(bytes[at])) at++;
  return at;
}

/** Null: whether the line ends there, or a line feed follows, is not known yet. */
function afterLineEnd(bytes: Buffer, at: number, isEnd: boolean): number | null {
  if (isEnd && at === bytes.length) return at;
  if (bytes[at] === LINE_FEED) return at + 1;
  if (at + 1 < bytes.length) return bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
  return isEnd ? at + 1 : null;
}
