import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import { FileEmpty } from './import-errors.js';

/** How a file is written, as recognised or as set. */
export interface Dialect {
  readonly delimiter: string;
  readonly encoding: 'utf-8' | 'latin-1';
}

export interface CsvFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes as they stand on disk: the file's identity. */
  readonly sha256: string;
  readonly dialect: Dialect;
}

/** A row as it stands in the file; `number` counts rows of data from 1 (the header is none), as a spreadsheet's user would, less one. */
export interface CsvRow {
  readonly number: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'];

/** Reads the file once for its hash, its encoding (UTF-8 unless its bytes are none) and its delimiter. Constant memory. */
export async function openCsv(path: string, set: Partial<Dialect>): Promise<CsvFile> {
  const { size } = await stat(path);
  if (size === 0) throw new FileEmpty('the file is empty');
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let head = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (head.length < 65_536) head = Buffer.concat([head, chunk.subarray(0, 65_536 - head.length)]);
    if (isUtf8) isUtf8 = decodes(utf8, chunk, true);
  }
  if (isUtf8) isUtf8 = decodes(utf8, Buffer.alloc(0), false);
  const encoding = set.encoding ?? (isUtf8 ? 'utf-8' : 'latin-1');
  const delimiter = set.delimiter ?? delimiterOf(new TextDecoder(encoding).decode(head));
  return { path, bytes: size, sha256: hash.digest('hex'), dialect: { delimiter, encoding } };
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, more: boolean): boolean {
  try {
    decoder.decode(chunk, { stream: more });
    return true;
  } catch {
    return false;
  }
}

/** The one that stands most often in the header, outside of quotes. */
function delimiterOf(head: string): string {
  const header = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r\n|\n|\r/, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string;
}

/**
 * The rows, header first, one at a time. Line ends (LF, CRLF, CR) and a byte order mark are recognised. A row whose quoting is
 * broken ends the file's reading with `CsvError`: where the next row begins is then unknown.
 * @param progress called with the bytes read so far
 */
export async function* readRows(file: CsvFile, progress: (bytes: number) => void = () => undefined): AsyncGenerator<CsvRow> {
  let bytes = 0;
  const decoder = new TextDecoder(file.dialect.encoding);
  const decode = new Transform({
    readableObjectMode: false,
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      progress(bytes);
      done(null, decoder.decode(chunk, { stream: true }));
    },
    flush(done) {
      done(null, decoder.decode());
    },
  });
  const source = createReadStream(file.path);
  const parser: Parser = parse({ delimiter: file.dialect.delimiter, bom: true, relax_column_count: true, skip_empty_lines: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(decode).pipe(parser);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield { number: number++, cells };
  } finally {
    source.destroy();
  }
}

export { CsvError };
