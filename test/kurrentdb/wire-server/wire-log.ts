import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

/** What a client proposes to write. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A record of the log. Its position is the number of bytes before it, as on the server. */
export interface LogRecord extends Proposed {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly createdMillis: number;
}

/**
 * The wire server's own memory: one list of records and, by stream, which of them are its. With a file, a line a record, it
 * survives the process, which is killed in tests: written before anything is acknowledged, torn last line dropped.
 */
export class WireLog {
  readonly records: LogRecord[] = [];
  readonly #streams = new Map<string, LogRecord[]>();
  readonly #file: string | null;
  readonly #listeners = new Set<() => void>();
  /** The server's log begins with records of its own. */
  #end = 512;

  constructor(file: string | null = null) {
    this.#file = file;
    if (file === null || !existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    truncateSync(file, Buffer.byteLength(whole));
    for (const line of whole.split('\n').slice(0, -1)) this.#keep(parse(line));
  }

  /** Where the next record will stand. */
  get end(): number {
    return this.#end;
  }

  ofStream(stream: string): readonly LogRecord[] {
    return this.#streams.get(stream) ?? [];
  }

  /** All or none; a listener is told when all stand there. */
  write(stream: string, proposed: readonly Proposed[]): readonly LogRecord[] {
    let revision = this.ofStream(stream).length;
    let position = this.#end;
    const written = proposed.map((event) => {
      const record = { ...event, stream, revision, position, createdMillis: Date.now() };
      revision += 1;
      position += bytesOf(record);
      return record;
    });
    if (this.#file !== null) appendFileSync(this.#file, written.map((record) => `${line(record)}\n`).join(''));
    for (const record of written) this.#keep(record);
    for (const listener of [...this.#listeners]) listener();
    return written;
  }

  /** Index of the first record at or after a position. */
  indexAt(position: number): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.records[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Calls after each write; the answer ends that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(record: LogRecord): void {
    this.records.push(record);
    const stream = this.#streams.get(record.stream);
    if (stream === undefined) this.#streams.set(record.stream, [record]);
    else stream.push(record);
    this.#end = record.position + bytesOf(record);
  }
}

/** A record's length in the log, framing included: any that depends on the content will do. */
function bytesOf({ stream, type, data, metadata }: Pick<LogRecord, 'stream' | 'type' | 'data' | 'metadata'>): number {
  return 78 + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length;
}

const line = ({ data, metadata, ...record }: LogRecord): string =>
  JSON.stringify({ ...record, data: Buffer.from(data).toString('base64'), metadata: Buffer.from(metadata).toString('base64') });

function parse(text: string): LogRecord {
  const { data, metadata, ...record } = JSON.parse(text) as Omit<LogRecord, 'data' | 'metadata'> & { data: string; metadata: string };
  return { ...record, data: Buffer.from(data, 'base64'), metadata: Buffer.from(metadata, 'base64') };
}
