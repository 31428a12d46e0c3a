import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { RowSplitter, type CsvRow } from './csv-rows.js';
import { FileEmpty, FileUnreadable } from './import-errors.js';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
/** `latin-1` is read as Windows-1252, which is what programs write that call it so. */
export type Encoding = 'utf-8' | 'latin-1';

/** How a file is written, as recognised or as set. */
export interface Dialect {
  readonly delimiter: Delimiter;
  readonly encoding: Encoding;
}

export interface CsvFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes as they stand on disk: the file's identity. */
  readonly sha256: string;
  readonly dialect: Dialect;
  /** Bytes before the header: a byte order mark. */
  readonly markBytes: number;
  /** When it was last written. */
  readonly modified: number;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const HEAD_BYTES = 65_536;

/** Bytes of a CSV, from wherever they come, from the start each time. */
export type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>;

/** What one reading of the bytes tells of them. */
export type Recognised = Pick<CsvFile, 'bytes' | 'sha256' | 'dialect' | 'markBytes'>;

/**
 * Reads bytes once for their hash, their encoding and their delimiter. Constant memory.
 * @throws FileEmpty, FileUnreadable
 */
export async function recognise(pieces: Pieces, set: Partial<Dialect>): Promise<Recognised> {
  const hash = createHash('sha256');
  const characters = new CharacterCount();
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    characters.see(piece);
    bytes += piece.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)]);
  }
  if (bytes === 0) throw new FileEmpty('the file is empty');
  if (UTF16_MARKS.some((mark) => startsWith(head, mark))) throw new FileUnreadable('the file is in UTF-16: save it as UTF-8');
  const encoding = set.encoding ?? characters.encoding();
  const delimiter = set.delimiter ?? delimiterOf(decoderOf(encoding)(head));
  const markBytes = startsWith(head, UTF8_MARK) ? UTF8_MARK.length : 0;
  return { bytes, sha256: hash.digest('hex'), dialect: { delimiter, encoding }, markBytes };
}

/** As `recognise`, of a file. */
export async function openCsv(path: string, set: Partial<Dialect>): Promise<CsvFile> {
  const status = await stat(path);
  if (!status.isFile()) throw new FileUnreadable(`${path} is no file`);
  const recognised = await recognise(createReadStream(path) as AsyncIterable<Buffer>, set);
  return { ...recognised, path, bytes: status.size, modified: status.mtimeMs };
}

/**
 * The rows, header first, one at a time.
 * @param progress called with the bytes read so far
 * @throws FileUnreadable somebody wrote to it since it was opened: its hash is not that of its rows
 */
export async function* readRows(file: CsvFile, progress: (bytes: number) => void = () => undefined): AsyncGenerator<CsvRow> {
  yield* rowsIn(createReadStream(file.path, { start: file.markBytes }) as AsyncIterable<Buffer>, file, progress);
  const { size, mtimeMs } = await stat(file.path);
  if (size !== file.bytes || mtimeMs !== file.modified) throw new FileUnreadable('the file was changed while it was read');
}

/** The rows of bytes without their mark, header first, one at a time. */
export async function* rowsIn(
  pieces: Pieces,
  { dialect, markBytes }: Pick<Recognised, 'dialect' | 'markBytes'>,
  progress: (bytes: number) => void = () => undefined,
): AsyncGenerator<CsvRow> {
  const splitter = new RowSplitter(dialect.delimiter, decoderOf(dialect.encoding));
  let bytes = markBytes;
  for await (const piece of pieces) {
    progress((bytes += piece.length));
    yield* splitter.take(piece);
  }
  yield* splitter.take(null);
}

/** What a file would hold if it were UTF-8. */
class CharacterCount {
  readonly #strict = new TextDecoder('utf-8', { fatal: true });
  readonly #lenient = new TextDecoder('utf-8');
  #isValid = true;
  #beyondAscii = 0;
  #replaced = 0;

  see(piece: Buffer): void {
    try {
      if (this.#isValid) this.#strict.decode(piece, { stream: true });
    } catch {
      this.#isValid = false;
    }
    for (const character of this.#lenient.decode(piece, { stream: true }).match(/[^\0-\x7f]/g) ?? [])
      if (character === '\uFFFD') this.#replaced++;
      else this.#beyondAscii++;
  }

  /** A few bytes that are wrong do not make UTF-8 another encoding: the rows that hold them are reported. */
  encoding(): Encoding {
    return this.#isValid || this.#replaced <= this.#beyondAscii ? 'utf-8' : 'latin-1';
  }
}

function decoderOf(encoding: Encoding): (bytes: Buffer) => string {
  if (encoding === 'utf-8') return (bytes) => bytes.toString('utf8');
  const decoder = new TextDecoder('windows-1252');
  return (bytes) => decoder.decode(bytes);
}

/** The one that stands most often in the first line, outside of quotes. */
function delimiterOf(head: string): Delimiter {
  const header = /[^\r\n]+/.exec(head.replace(/"(?:[^"]|"")*"/g, ''))?.[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark);
}
