import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCsv, readRows } from '#connect/import/csv-file';
import { planImport } from '#connect/import/plan';
import { readMapping } from '#connect/import/read-mapping';
import { csvBytes } from '#connect/import/testing/csv-text';
import { step } from '#domain/routing/router-fold';
import { initialRouterState } from '#domain/routing/router-state';
import { differences } from '#domain/routing/testing/brute-force';
import { flipsOf } from '#domain/routing/v1/flips';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { gravitas } from '../faults/real-server.js';
import { figuresTable, totalsOf, type Figures } from './figures.js';
import { SPOILINGS } from './spoiled.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FILE = process.env['SCMS_FILE'] ?? `${root}../shared/data/scms-deliveries-2006-2011.csv`;
const MAPPING = `${root}examples/scms/mapping.json`;
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write(`\n\n  SCMS SUITE SKIPPED: there is no ${FILE}. Name the file with SCMS_FILE.\n\n\n`);

const folder = mkdtempSync(join(tmpdir(), 'gravitas-scms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const { code, out, err } = await gravitas({}, ...args, '--json');
  return { code, err, answer: out === '' ? null : JSON.parse(out) };
}

const importing = (file: string, data: string, ...more: readonly string[]) =>
  run('import', file, '--mapping', MAPPING, '--history', '--data', join(folder, data), ...more);

/** The file as cells, header first. */
async function cellsOf(path: string): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of readRows(await openCsv(path, {}))) rows.push('cells' in row ? row.cells : []);
  return rows;
}

const plan = (path: string, mapping: object = JSON.parse(readFileSync(MAPPING, 'utf8'))) =>
  planImport(path, readMapping(JSON.stringify(mapping)), { history: true, now: '2026-01-01T00:00:00.000Z' });

(isThere ? describe : describe.skip)('a real delivery history of six years', () => {
  describe('imported', () => {
    let first: Awaited<ReturnType<typeof run>>;
    let figures: Figures;

    beforeAll(async () => {
      first = await importing(FILE, 'whole');
      const replayed = await run('replay', '--data', join(folder, 'whole'), '--figures');
      expect(replayed).toMatchObject({ code: 0, answer: { routesDiffering: 0, events: first.answer.eventsAppended } });
      ({ figures } = replayed.answer);
      process.stdout.write(`${figuresTable(figures)}\n`);
    });

    it('states for every route exactly the flips that a brute force finds', async () => {
      const store = await SqliteEventStore.open({ file: join(folder, 'whole', 'events.sqlite') });
      const state = initialRouterState();
      const wrong: unknown[] = [];
      let compared = 0;
      for (const event of await store.readAll(null, first.answer.eventsAppended)) {
        for (const { issue, facts, policy } of event.type === 'IssueRouted' ? [] : step(state, event as never).routes) {
          if (facts === null) continue;
          compared++;
          wrong.push(...differences(flipsOf(facts, policy), facts, policy).map((one) => ({ issue, one })));
        }
      }
      await store.close();
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(1000);
    });

    it('is 363 issues of 501 late lines', () => {
      const counts = { rowsRead: 5234, rowsRejected: 0, issueLines: 501, issuesFiled: 363, issuesKnown: 0, recognised: false, faults: [] };
      expect(first).toMatchObject({ code: 0, err: '', answer: counts });
      const filed = Object.values<Record<string, number>>(first.answer.byYear).flatMap((levels) => Object.values(levels));
      expect(filed.reduce((sum, count) => sum + count, 0)).toBe(363);
      expect(Object.keys(first.answer.byYear)).toEqual(
        ['2007', '2008', '2009', '2010', '2011', '2012'].filter((year) => year in first.answer.byYear),
      );
    });

    it('is mostly delegated when it is filed', () => {
      const { L1, L2, L3 } = first.answer.byLevel;
      expect(L1 / 363).toBeGreaterThan(0.6);
      expect(L1 / 363).toBeLessThan(0.85);
      expect(L2).toBeGreaterThan(L3);
      expect(L3).toBeGreaterThan(0);
    });

    it('is known again, and nothing is added', async () => {
      const again = await importing(FILE, 'whole');
      expect(again).toMatchObject({ code: 0, answer: { ...first.answer, eventsAppended: 0, recognised: true } });
    });

    it('is refused in another reading, since the log is ahead of it', async () => {
      const otherName = join(folder, 'mapping.json');
      writeFileSync(otherName, readFileSync(MAPPING, 'utf8').replace('delivery history', 'delivery history, once more'));
      const { code, err } = await run('import', FILE, '--mapping', otherName, '--history', '--data', join(folder, 'whole'));
      expect(code).toBe(2);
      expect(err).toMatch(/^gravitas: the history goes on at 20.*, but the log already holds an event of 201/);
    });

    it('meets every part of the policy that data without decisions can meet', () => {
      const { routes, floors, ceilings, held, changedBy, raisedByReview } = totalsOf(figures);
      expect(Math.min(routes['L1']!, routes['L2']!, routes['L3']!)).toBeGreaterThan(100);
      expect(Math.min(floors['AMOUNT']!, floors['ACTION']!, floors['ROADBLOCK']!)).toBeGreaterThan(20);
      expect(Math.min(held['score']!, held['dwell']!)).toBeGreaterThan(100);
      expect(ceilings['HANDED_OVER']).toBeGreaterThan(50);
      expect(changedBy.load).toBeGreaterThan(0);
      expect(changedBy.hold).toBeGreaterThan(5);
      expect(changedBy.ceiling).toBeGreaterThan(5);
      expect(raisedByReview).toBeGreaterThan(10);
      expect(figures.timeOuts).toMatchObject({
        substitute: expect.any(Number),
        level: expect.any(Number),
        standing_order: expect.any(Number),
      });
    });

    // Nobody acts in this history, and nothing is missing in it: these are the demo's to show.
    it('does not meet what only people bring about', () => {
      const { floors, ceilings, missing, derived, provisional, changedBy, loweredByReview } = totalsOf(figures);
      expect([floors['SAFETY'], floors['CRITICAL'], floors['CALLED_MINE'], ceilings['CALLED_DELEGATE']]).toEqual(Array(4).fill(undefined));
      expect({ missing, derived, provisional, dwell: changedBy.dwell, loweredByReview }).toEqual({
        missing: {}, derived: {}, provisional: 0, dwell: 0, loweredByReview: 0,
      }); // prettier-ignore
    });
  });

  it('is rehearsed without a trace', async () => {
    const { code, answer } = await importing(FILE, 'rehearsed', '--dry-run');
    expect({ code, ...answer }).toMatchObject({ code: 0, rowsRead: 5234, issuesFiled: 363, recognised: false });
    expect(readdirSync(folder)).not.toContain('rehearsed');
  });

  it('is the same in another dialect', async () => {
    const [header, ...rows] = await cellsOf(FILE);
    const cell = (text: string): string => text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1').replace(/^(\d+)\.(\d+)$/, '$1,$2');
    const other = join(folder, 'other.csv');
    const dialect = { delimiter: ';', lineEnd: '\r\n', encoding: 'latin-1', quoteAll: true } as const;
    writeFileSync(other, csvBytes([header!, ...rows.map((cells) => cells.map(cell))], dialect));
    const mapping = { ...JSON.parse(readFileSync(MAPPING, 'utf8')), source: { decimal: ',' } };
    const [plain, read] = await Promise.all([plan(FILE), plan(other, mapping)]);
    expect(read.file.dialect).toEqual({ delimiter: ';', encoding: 'latin-1' });
    const facts = ({ deliveries }: typeof plain) =>
      deliveries.map(({ key, first: { delivery, ...first }, ...rest }) => ({ ...rest, ...first }));
    expect(read.faults).toEqual([]);
    expect(facts(read)).toEqual(facts(plain));
  });

  describe(`spoiled in ${SPOILINGS.length + 1} ways`, () => {
    const spoiled = join(folder, 'spoiled.csv');
    const expected: { row: number; column: string; reason: string }[] = [];

    beforeAll(async () => {
      const [header, ...rows] = await cellsOf(FILE);
      const at = (name: string): number => header!.indexOf(name);
      const isLate = (cells: readonly string[]) => cells[at('Delivered to Client Date')]! > cells[at('Scheduled Delivery Date')]!;
      const lines = [header!, ...rows].map((cells) => csvBytes([cells], { endsWithLine: false }));
      const inTime = rows.flatMap((cells, n) => (!isLate(cells) && cells[at('Managed By')] === 'PMO - US' ? [n + 1] : []));
      SPOILINGS.forEach(({ change, column, reason }, n) => {
        const row = inTime[200 * n + 100]!;
        const cells = rows[row - 1]!.map((text, i) => (typeof change === 'object' ? (change[header![i]!] ?? text) : text));
        lines[row] = typeof change === 'object' ? csvBytes([cells], { endsWithLine: false }) : change(lines[row]!);
        expected.push({ row, column, reason });
      });
      const late = rows.findIndex(isLate);
      lines.push(lines[late + 1]!);
      expected.push({ row: lines.length - 1, column: 'ID', reason: `"${rows[late]![at('ID')]!}" stands in row ${late + 1} already` });
      writeFileSync(spoiled, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
    });

    it('tells of each wrong row, and takes the others', async () => {
      const { code, answer } = await importing(spoiled, 'spoiled', '--dry-run');
      expect(answer.faults).toEqual(expected.toSorted((a, b) => a.row - b.row));
      const wrong = expected.length;
      expect({ code, ...answer }).toMatchObject({ code: 0, rowsRead: 5235, rowsRejected: wrong, issueLines: 501, issuesFiled: 363 });
    });

    it('is refused whole when it is to be strict', async () => {
      const { code, err, answer } = await importing(spoiled, 'strict', '--strict');
      expect({ code, err }).toEqual({
        code: 2,
        err: `gravitas: ${expected.length} rows are wrong, and --strict was given: nothing was imported\n`,
      });
      expect(answer).toMatchObject({ rowsRead: 5235, rowsRejected: expected.length, faults: { length: expected.length } });
      expect(readdirSync(folder)).not.toContain('strict');
    });
  });
});
