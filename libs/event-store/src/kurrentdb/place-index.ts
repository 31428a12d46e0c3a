import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { StoreFailed } from '../errors.js';

const CHUNK = 65_536;
const RECORD_BYTES = 16;
const READ_BYTES = 1024 * 1024;

/** The last event that is counted: its place, and the last 8 bytes of its id to know it by. */
export interface Counted {
  readonly place: number;
  readonly idTail: string;
}

/**
 * Which event of ours stands where in the server's log: its index is its rank among the places. 8 bytes an event in memory, and
 * 16 in a file if there is one. The file is derived, so it is never synced: what a crash tears off is counted again. What is
 * written at an offset is the same whoever writes it, so several processes may share one.
 */
export class PlaceIndex {
  readonly #chunks: Float64Array[] = [];
  #file: number | null;
  #count = 0;
  #last: Counted | null = null;
  /** Records not in the file yet. */
  #unwritten: Buffer[] = [];

  /** Takes over what the file says, up to where it stops making sense. @throws StoreFailed */
  constructor(file: string | null) {
    try {
      this.#file = file === null ? null : openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
      if (this.#file !== null) this.#load(this.#file);
    } catch (error) {
      throw new StoreFailed(`${String(file)} cannot be opened (${String((error as NodeJS.ErrnoException).code)})`);
    }
  }

  get count(): number {
    return this.#count;
  }

  get last(): Counted | null {
    return this.#last;
  }

  add(place: number, id: string): void {
    const idTail = id.slice(-17).replace('-', '');
    this.#push(place, idTail);
    if (this.#file === null) return;
    const record = Buffer.alloc(RECORD_BYTES);
    record.writeDoubleBE(place, 0);
    record.write(idTail, 8, 'hex');
    this.#unwritten.push(record);
  }

  /** Forgets everything: the file was of another log. */
  clear(): void {
    this.#chunks.length = 0;
    this.#count = 0;
    this.#last = null;
    this.#unwritten = [];
    if (this.#file !== null) ftruncateSync(this.#file);
  }

  placeOf(index: number): number {
    return (this.#chunks[Math.floor(index / CHUNK)] as Float64Array)[index % CHUNK] as number;
  }

  /** How many events stand at or before a place. */
  countThrough(place: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.placeOf(middle) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Undefined if no event of ours stands there. */
  indexOf(place: number): number | undefined {
    const index = this.countThrough(place) - 1;
    return index >= 0 && this.placeOf(index) === place ? index : undefined;
  }

  flush(): void {
    if (this.#file === null || this.#unwritten.length === 0) return;
    const records = Buffer.concat(this.#unwritten.splice(0));
    try {
      writeSync(this.#file, records, 0, records.length, this.#count * RECORD_BYTES - records.length);
    } catch {
      this.close(); // a full disk: the next start counts what the file lacks
    }
  }

  /** Counting goes on without the file. */
  close(): void {
    this.flush();
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #push(place: number, idTail: string): void {
    if (this.#count % CHUNK === 0) this.#chunks.push(new Float64Array(CHUNK));
    (this.#chunks.at(-1) as Float64Array)[this.#count % CHUNK] = place;
    this.#count += 1;
    this.#last = { place, idTail };
  }

  /** Blocks that were lost with the power read as zero, which is no place after another. */
  #load(file: number): void {
    const page = Buffer.alloc(READ_BYTES);
    for (;;) {
      const bytes = readSync(file, page, 0, READ_BYTES, this.#count * RECORD_BYTES);
      const records = Math.floor(bytes / RECORD_BYTES);
      for (let i = 0; i < records; i += 1) {
        const place = page.readDoubleBE(i * RECORD_BYTES);
        if (!Number.isSafeInteger(place) || place <= (this.#last?.place ?? -1)) return;
        this.#push(place, page.toString('hex', i * RECORD_BYTES + 8, (i + 1) * RECORD_BYTES));
      }
      if (records < READ_BYTES / RECORD_BYTES) return;
    }
  }
}
