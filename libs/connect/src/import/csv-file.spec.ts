import { describe, expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import { sha256Hex } from '#ledger';
import { openCsv, readRows } from './csv-file.js';
import { FileEmpty, FileUnreadable } from './import-errors.js';
import { csvBytes, fileOf } from './testing/csv-text.js';

const HEADER = ['Id', 'Town', 'Value'];

async function cellsIn(content: Buffer, set: Parameters<typeof openCsv>[1] = {}) {
  const file = await openCsv(fileOf(content), set);
  const rows = [];
  for await (const row of readRows(file)) rows.push('cells' in row ? row.cells : row.broken);
  return rows;
}

describe('a file', () => {
  it.each([',', ';', '\t', '|'] as const)('is taken apart at %j, which stands most often in its header', async (delimiter) => {
    const other = delimiter === ',' ? ';' : ',';
    const bytes = csvBytes([HEADER, ['1', `a${other}b${other}c${other}d`, '2']], { delimiter, quoteAll: true });
    expect(await openCsv(fileOf(bytes), {})).toMatchObject({ dialect: { delimiter, encoding: 'utf-8' }, bytes: bytes.length });
  });

  it('is taken apart by what stands outside of quotes, below blank lines', async () => {
    expect(await cellsIn(Buffer.from('\r\n"a,b,c,d";e\n1;2'))).toEqual([['a,b,c,d', 'e'], ['1', '2']]); // prettier-ignore
  });

  it('is known by its bytes', async () => {
    const bytes = csvBytes([HEADER, ['1', 'Lyon', '2']]);
    expect((await openCsv(fileOf(bytes), {})).sha256).toBe(sha256Hex(bytes));
  });

  it('begins behind a byte order mark', async () => {
    expect(await cellsIn(csvBytes([HEADER], { mark: true, quoteAll: true }))).toEqual([HEADER]);
  });

  it.each([
    ['UTF-8', 'Côte d’Ivoire', Buffer.from('Id,Town\n1,Côte d’Ivoire\n')],
    ['Latin-1', "Côte d'Ivoire", Buffer.from("Id,Town\n1,Côte d'Ivoire\n", 'latin1')],
    [
      'Windows-1252',
      'Köln – 5 €',
      Buffer.from([...Buffer.from('Id,Town\n1,K'), 0xf6, ...Buffer.from('ln '), 0x96, ...Buffer.from(' 5 '), 0x80]),
    ],
  ])('in %s is recognised', async (_, town, bytes) => {
    expect((await cellsIn(bytes))[1]).toEqual(['1', town]);
  });

  it('in UTF-8 stays so with a few bytes that are wrong', async () => {
    const bytes = Buffer.concat([Buffer.from('Id,Town\n1,Orléans\n2,Besançon\n3,Ch'), Buffer.from([0xe2]), Buffer.from('lons\n')]);
    expect(await cellsIn(bytes)).toEqual([['Id', 'Town'], ['1', 'Orléans'], ['2', 'Besançon'], ['3', 'Ch\uFFFDlons']]); // prettier-ignore
    expect((await openCsv(fileOf(bytes), {})).dialect.encoding).toBe('utf-8');
  });

  it('is read as it is told to be', async () => {
    const bytes = Buffer.from('a;b,c\n1;ü,2\n');
    expect(await cellsIn(bytes, { delimiter: ',', encoding: 'latin-1' })).toEqual([['a;b', 'c'], ['1;Ã¼', '2']]); // prettier-ignore
  });

  it('is read in pieces that cut characters in two', async () => {
    const town = 'é'.repeat(100_001);
    expect(await cellsIn(Buffer.from(`Id,Town\nx,${town}`))).toEqual([['Id', 'Town'], ['x', town]]); // prettier-ignore
  });

  it('tells how much of it was read', async () => {
    const file = await openCsv(fileOf(csvBytes([HEADER, ['1', 'x'.repeat(200_000), '2']], { mark: true })), {});
    const told: number[] = [];
    for await (const row of readRows(file, (bytes) => told.push(bytes))) expect(row).toHaveProperty('cells');
    expect(told.at(-1)).toBe(file.bytes);
    expect(told.length).toBeGreaterThan(1);
  });

  it.each([
    ['is empty', () => fileOf(''), FileEmpty],
    ['is a folder', () => tmpdir(), FileUnreadable],
    ['is in UTF-16', () => fileOf(Buffer.from('\uFEFFId,Town', 'utf16le')), FileUnreadable],
  ])('is refused when it %s', async (_, path, refusal) => {
    await expect(openCsv(path(), {})).rejects.toThrow(refusal);
  });
});
