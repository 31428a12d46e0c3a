import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLUMNS, type Parcel } from './parcels.js';

/** How a test writes a file. */
export interface Writing {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly encoding: 'utf-8' | 'latin-1';
  readonly mark: boolean;
  /** Every cell in quotes; else those that need them. */
  readonly quoteAll: boolean;
  /** A line end after the last row. */
  readonly endsWithLine: boolean;
}

const PLAIN: Writing = { delimiter: ',', lineEnd: '\n', encoding: 'utf-8', mark: false, quoteAll: false, endsWithLine: true };

export function csvBytes(rows: readonly (readonly string[])[], writing: Partial<Writing> = {}): Buffer {
  const { delimiter, lineEnd, encoding, mark, quoteAll, endsWithLine } = { ...PLAIN, ...writing };
  const cell = (text: string): string =>
    quoteAll || text.startsWith('"') || text.includes(delimiter) || /[\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((cells) => cells.map(cell).join(delimiter)).join(lineEnd) + (endsWithLine ? lineEnd : '');
  return Buffer.concat([Buffer.from(mark ? [0xef, 0xbb, 0xbf] : []), Buffer.from(lines, encoding === 'utf-8' ? 'utf8' : 'latin1')]);
}

/** The bytes of a file of parcels. */
export function parcelBytes(parcels: readonly Parcel[], writing: Partial<Writing> = {}): Buffer {
  return csvBytes([COLUMNS, ...parcels.map((one) => COLUMNS.map((name) => one[name]))], writing);
}

const folder = mkdtempSync(join(tmpdir(), 'gravitas-import-'));
let files = 0;
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of its own, gone when the spec has ended; gives its path. */
export function fileOf(content: Buffer | string): string {
  const path = join(folder, `parcels-${String(files++)}.csv`);
  writeFileSync(path, content);
  return path;
}
