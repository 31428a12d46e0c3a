import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RowSplitter, type CsvRow } from './csv-rows.js';
import { csvBytes, type Writing } from './testing/csv-text.js';

/** Splits bytes that come in pieces of a size. */
function split(content: Buffer | string, { delimiter = ',', piece = 1_000_000 } = {}): CsvRow[] {
  const bytes = Buffer.from(content);
  const splitter = new RowSplitter(delimiter, (cell) => cell.toString('utf8'));
  const rows: CsvRow[] = [];
  for (let at = 0; at < bytes.length; at += piece) rows.push(...splitter.take(bytes.subarray(at, at + piece)));
  return [...rows, ...splitter.take(null)];
}
const cellsOf = (rows: readonly CsvRow[]) => rows.map((row) => ('cells' in row ? row.cells : `${row.number} broken`));
const anyPieces = [1, 2, 3, 7, 1_000_000];

describe('rows of a file', () => {
  it.each([
    ['line feeds', 'a,b\n1,2\n3,4\n', [['a', 'b'], ['1', '2'], ['3', '4']]],
    ['carriage returns and line feeds', 'a,b\r\n1,2\r\n', [['a', 'b'], ['1', '2']]],
    ['carriage returns', 'a,b\r1,2\r3,4', [['a', 'b'], ['1', '2'], ['3', '4']]],
    ['all of them', 'a,b\r\n1,2\n3,4\r5,6', [['a', 'b'], ['1', '2'], ['3', '4'], ['5', '6']]],
    ['no line end at the end', 'a,b\n1,', [['a', 'b'], ['1', '']]],
    ['delimiters, quotes and lines in quotes', 'a,b\n"1,2","say ""no""\r\nnow"\n', [['a', 'b'], ['1,2', 'say "no"\r\nnow']]],
    ['a quote within a cell', 'a,b\n12" pipe,x"y\n', [['a', 'b'], ['12" pipe', 'x"y']]],
    ['quotes around nothing', 'a,b\n"",""""\n', [['a', 'b'], ['', '"']]],
    ['another number of cells', 'a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
    ['nothing', '', []],
  ])('are found with %s, however the bytes come', (_, text, rows) => {
    for (const piece of anyPieces) expect(cellsOf(split(text, { piece }))).toEqual(rows);
  }); // prettier-ignore

  it('are numbered as they stand below the header, blank ones too', () => {
    const rows = split('\n ,\na,b\n\n1,2\n,,\n\n3,4\n');
    expect(rows).toEqual([
      { number: 0, cells: ['a', 'b'] },
      { number: 2, cells: ['1', '2'] },
      { number: 5, cells: ['3', '4'] },
    ]);
  });

  it.each([
    ['closed with something behind it', 'a,b\n1,"2"x\n3,4\n', [['a', 'b'], '1 broken', ['3', '4']]],
    ['never closed', 'a,b\n1,"2\n3,4\n5,6\n', [['a', 'b'], '1 broken', ['3', '4'], ['5', '6']]],
    ['closed by the opening of another', 'a,b\n1,"2\n3,4\n5,"6"\n7,8', [['a', 'b'], '1 broken', ['3', '4'], ['5', '6'], ['7', '8']]],
    ['closed rows later, so that the width is another', 'a,b\n"1,2\n3,4"\n5,6', [['a', 'b'], '1 broken', ['3', '4"'], ['5', '6']]],
    ['never closed in the last row', 'a,b\n1,2\n3,"4', [['a', 'b'], ['1', '2'], '2 broken']],
    ['never closed, with carriage returns', 'a,b\r1,"2\r3,4\r', [['a', 'b'], '1 broken', ['3', '4']]],
    ['never closed behind lines in quotes', 'a,b\n"1\n1","2\n3,4\n', [['a', 'b'], '1 broken', ['3', '4']]],
  ])('lose one line to a quote that is %s', (_, text, rows) => {
    for (const piece of anyPieces) expect(cellsOf(split(text, { piece }))).toEqual(rows);
  }); // prettier-ignore

  it('lose one line to a quote that stays open for longer than any cell', () => {
    const many = '3,4\n'.repeat(40_000);
    const rows = split(`a,b\n1,"2\n${many}`, { piece: 10_000 });
    expect(rows).toHaveLength(40_002);
    expect(rows[1]).toMatchObject({ number: 1, broken: expect.stringContaining('quote') });
  });

  it('lose a row that is longer than any can be', () => {
    const endless = 'x'.repeat(5_000_000);
    const rows = split(`a,b\n1,${endless}\r\n3,4\n5,${endless}`, { piece: 65_536 });
    expect(cellsOf(rows)).toEqual([['a', 'b'], '1 broken', ['3', '4'], '3 broken']);
  });

  it.each([65_535, 65_536, 65_537])('are told apart from an open quote at %d bytes of a cell, however the bytes come', (length) => {
    const text = `a,b\n1,"${'x'.repeat(length)}"\n3,4\n`;
    const second = length > 65_536 ? '1 broken' : ['1', 'x'.repeat(length)];
    for (const piece of [1000, 65_536, 65_543, 65_544, 1_000_000]) expect(cellsOf(split(text, { piece }))).toEqual([['a', 'b'], second, ['3', '4']]); // prettier-ignore
  });

  it.each([1_048_576, 1_048_577])('are told apart from what is none at %d bytes, however the bytes come', (length) => {
    const row = `1,${'x'.repeat(length - 3)}\n`;
    const second = length > 1_048_576 ? '1 broken' : ['1', row.slice(2, -1)];
    for (const piece of [65_536, 1_048_580, 5_000_000]) expect(cellsOf(split(`a,b\n${row}3,4\n`, { piece }))).toEqual([['a', 'b'], second, ['3', '4']]); // prettier-ignore
  });

  it('come back as they were written, in any dialect and in any pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '語', '"', ',', ';', '\t', '|', '\n', '\r', ' ', '0'), maxLength: 6 });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
      .map((rows) => rows.map(([first, ...others]) => [`${first ?? ''}x`, ...others]));
    const writing = fc.record<Partial<Writing>>({
      delimiter: fc.constantFrom<Writing['delimiter'][]>(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom<Writing['lineEnd'][]>('\n', '\r\n', '\r'),
      quoteAll: fc.boolean(),
      endsWithLine: fc.boolean(),
    });
    fc.assert(
      fc.property(table, writing, fc.integer({ min: 1, max: 40 }), (rows, written, piece) => {
        const found = split(csvBytes(rows, written), { delimiter: written.delimiter!, piece });
        expect(cellsOf(found)).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('are all told of, whatever the bytes are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '"', ',', '\n', '\r', ' '), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (content, piece) => {
        const whole = split(`a,b\n${content}`);
        expect(split(`a,b\n${content}`, { piece })).toEqual(whole);
        const numbers = whole.map(({ number }) => number);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });
});
