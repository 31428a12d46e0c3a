import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replay } from '#application';
import { HistoryBehindLog, ProgrammeUnknown, StepRefused } from './import-errors.js';
import { leftToDo } from './left-to-do.js';
import { DataFolderInMemory, planOf, PowerCut, TODAY, told } from './testing/data-folder-in-memory.js';
import { LATE, parcel, PARCELS } from './testing/parcels.js';
import { SIX } from './testing/six-deliveries.js';

const { setup } = PARCELS;

async function imported() {
  const folder = new DataFolderInMemory();
  const plan = await planOf(SIX);
  return { folder, plan, report: await folder.import(plan) };
}

describe('a history', () => {
  it('is told as it happened, by the same commands as everybody else’s', async () => {
    const { folder, plan, report } = await imported();
    const log = await folder.log();
    expect(report).toEqual({
      importId: plan.importId,
      rowsRead: 8,
      rowsRejected: 0,
      issueLines: 7,
      issuesFiled: 6,
      issuesKnown: 0,
      eventsAppended: log.length,
      recognised: false,
    });
    const count = (type: string) => log.filter((event) => event.type === type).length;
    expect([count('IssueFiled'), count('IssueResolved'), count('SiteRegistered'), count('PartnerRegistered')]).toEqual([6, 5, 2, 3]);
    expect(log.map(({ recordedAt }) => recordedAt)).toEqual(log.map(({ recordedAt }) => recordedAt).toSorted());
    expect(log.at(0)).toMatchObject({ type: 'OrganisationSetUp', recordedAt: '2010-01-03T23:00:00.000Z' });
    expect(log.at(-1)).toMatchObject({ type: 'ImportEnded', recordedAt: '2010-06-11T05:00:00.000Z' });
    const own = log.filter(({ actor }) => actor !== 'system:timekeeper' && actor !== 'system:router');
    expect(new Set(own.map(({ origin }) => origin))).toEqual(new Set([plan.importId]));
  });

  it('leads to routes, escalations and clocks at their own instants, which a replay finds again', async () => {
    const { folder } = await imported();
    const escalations = await folder.typesOf('escalation-');
    expect(escalations).toEqual(
      expect.arrayContaining(['EscalationOpened', 'ClockExpired', 'StandingOrderApplied', 'EscalationWithdrawn']),
    );
    expect(await folder.typesOf('clock-')).toContain('RouteReviewDue');
    expect(await replay(folder.store)).toMatchObject({ differences: [] });
  });

  it('is told once', async () => {
    const { folder, plan } = await imported();
    const before = await folder.log();
    expect(await folder.import(plan)).toMatchObject({ eventsAppended: 0, recognised: true, issuesFiled: 6, issuesKnown: 0 });
    expect(await folder.log()).toEqual(before);
  });

  it('is told by the same steps in the same order whenever it is told', async () => {
    const [one, other] = [await imported(), await imported()];
    expect((await one.folder.log()).map(({ id }) => id)).toEqual((await other.folder.log()).map(({ id }) => id));
  });

  it('that was broken off goes on where it stopped', async () => {
    const whole = await imported();
    const expected = await told(whole.folder);
    const appends = (await whole.folder.log()).length;
    for (let cutAfter = 0; cutAfter < appends; cutAfter += 13) {
      const folder = new DataFolderInMemory();
      await expect(folder.import(whole.plan, { cutAfter })).rejects.toThrow(PowerCut);
      // Started again on another day: the plan is the same, the time of starting is not.
      expect(await folder.import(whole.plan, { now: '2012-01-03T10:00:00.000Z' })).toMatchObject({ recognised: false });
      expect({ cutAfter, told: await told(folder) }).toEqual({ cutAfter, told: expected });
    }
  });

  it('has no row that the reader takes and the product refuses', async () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        'Z',
        '9',
        ' ',
        '/',
        '-',
        '_',
        '.',
        '"',
        '{Town}',
        'é',
        '語',
        '\u{1F4E6}',
        '\u2028',
        '\u00a0',
        '\n',
        '\r\n',
        '\t',
      ),
      minLength: 1,
      maxLength: 12,
    });
    const long = fc.string({ unit: fc.constantFrom('x', '\u{1F4E6}', '語 '), minLength: 60, maxLength: 900 });
    const words = fc.oneof({ weight: 4, arbitrary: text }, long);
    const number = fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 11n }).map(String),
      fc.constantFrom('0', '0.005', '99999999999.99', '-', 'words'),
    );
    const day = fc.integer({ min: 1, max: 28 }).map((d) => `2010-03-${d}`);
    const row = fc.record({
      Order: words,
      Notice: words,
      Town: words,
      Maker: words,
      What: words,
      Count: fc.nat(2_000_000_000).map(String),
      Value: number,
      Freight: number,
      Due: day,
      Came: day,
    });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 8, maxLength: 12 }), async (rows) => {
        const plan = await planOf(rows.map((one, n) => parcel({ ...one, Id: `${n}`, Way: n % 2 === 0 ? 'road' : 'sea' })));
        const report = await new DataFolderInMemory().import(plan);
        expect(report.issuesFiled).toBe(plan.deliveries.length);
        taken += report.issuesFiled;
      }),
      { numRuns: 25 },
    );
    expect(taken).toBeGreaterThan(20);
  }, 60_000);

  it('is refused where the log is ahead of it', async () => {
    const { folder } = await imported();
    const otherMapping = { ...PARCELS, name: 'The same, told again' };
    const before = await folder.log();
    await expect(planOf(SIX, { mapping: otherMapping }).then((plan) => folder.import(plan))).rejects.toThrow(HistoryBehindLog);
    await expect(planOf([...SIX, parcel({ Id: '9', Notice: 'N-9' })]).then((plan) => folder.import(plan))).rejects.toThrow(
      HistoryBehindLog,
    );
    expect(await folder.log()).toEqual(before);
  });

  it('that was broken off is refused where somebody else went on', async () => {
    const plan = await planOf(SIX);
    const folder = new DataFolderInMemory();
    await expect(folder.import(plan, { cutAfter: 60 })).rejects.toThrow(PowerCut);
    const [last] = await folder.store.readFromIndex((await folder.log()).length - 1, 1);
    const { id: _, position: _p, index: _i, revision, stream, ...event } = last!;
    await folder.store.append(stream, revision, [{ ...event, id: '00000000-0000-7000-8000-000000000001', recordedAt: TODAY }]);
    await expect(leftToDo(plan, folder.store, TODAY)).rejects.toThrow(HistoryBehindLog);
  });

  it('of later rows goes on after an earlier one', async () => {
    const folder = new DataFolderInMemory();
    await folder.import(await planOf([LATE]));
    const later = [LATE, parcel({ Id: '2', Notice: 'N-2', Due: '2010-07-01', Came: '2010-07-06' })];
    expect(await folder.import(await planOf(later))).toMatchObject({ issuesFiled: 1, issuesKnown: 1, recognised: false });
    const types = ['ProgrammeStarted', 'ImportStarted', 'PhaseChanged', 'ImportEnded', 'ImportStarted', 'ImportEnded'];
    expect(await folder.typesOf('programme-')).toEqual(types);
  });

  it('ends with its machine’s own time, whatever the mapping plans', async () => {
    const folder = new DataFolderInMemory();
    await folder.import(await planOf([LATE], { now: '2010-03-05T00:00:00.000Z' }));
    expect((await folder.log()).at(-1)).toMatchObject({ type: 'ImportEnded', recordedAt: '2010-03-04T14:00:00.000Z' });
    await expect(planOf([LATE], { now: '2009-03-05T00:00:00.000Z' })).rejects.toThrow('mapping: /setup/from lies in the future');
  });
});

describe('what is late now', () => {
  const open = parcel({ Came: '' });
  const now = (parcels: Parameters<typeof planOf>[0], options = {}) => planOf(parcels, { history: false, ...options });

  it('is filed now, and nothing of the past is', async () => {
    const folder = new DataFolderInMemory();
    const report = await folder.import(await now([open, parcel({ Id: '2', Notice: 'N-2' })]));
    expect(report).toMatchObject({ rowsRead: 2, issueLines: 1, issuesFiled: 1 });
    const log = await folder.log();
    expect(new Set(log.map(({ recordedAt }) => recordedAt))).toEqual(new Set([TODAY]));
    expect(log.find(({ type }) => type === 'IssueFiled')?.data).toMatchObject({ neededBy: '2010-03-06T16:00:00.000Z' });
    expect(await folder.typesOf('issue-')).toEqual(['IssueFiled']);
    expect(await folder.typesOf('routing-')).toEqual(['IssueRouted']);
  });

  it('is filed once, whatever file it comes in', async () => {
    const folder = new DataFolderInMemory();
    await folder.import(await now([open]));
    const second = await now([open, parcel({ Id: '2', Notice: 'N-2', Town: 'Ajaccio', Came: '' })]);
    expect(await folder.import(second)).toMatchObject({ issuesFiled: 1, issuesKnown: 1, recognised: false });
    expect(await folder.typesOf('issue-')).toEqual(['IssueFiled', 'IssueFiled']);
    expect(await folder.typesOf('site-')).toEqual(['SiteRegistered', 'SiteRegistered']);
    expect(await folder.typesOf('policybook-')).toEqual(['OrganisationSetUp', 'PolicyActivated']);
    expect(await folder.import(second)).toMatchObject({ eventsAppended: 0, recognised: true });
  });

  it('of the same file on a later day is filed then', async () => {
    const folder = new DataFolderInMemory();
    const rows = [open, parcel({ Id: '2', Notice: 'N-2', Due: '2012-01-05', Came: '' })];
    await folder.import(await now(rows));
    const later = '2012-01-09T09:00:00.000Z';
    expect(await folder.import(await now(rows, { now: later }), { now: later })).toMatchObject({ issuesFiled: 1, issuesKnown: 1 });
  });

  it('goes on where it was broken off', async () => {
    const rows = [open, parcel({ Id: '2', Notice: 'N-2', Town: 'Ajaccio', Way: 'sea', Came: '' })];
    const plan = await now(rows);
    const whole = new DataFolderInMemory();
    await whole.import(plan);
    const expected = await told(whole);
    for (let cutAfter = 0; cutAfter < (await whole.log()).length; cutAfter += 7) {
      const folder = new DataFolderInMemory();
      await expect(folder.import(plan, { cutAfter })).rejects.toThrow(PowerCut);
      await folder.import(plan);
      expect(await told(folder)).toEqual(expected);
    }
  });

  it('after a history is what the history left unfiled', async () => {
    const { folder } = await imported();
    const rows = [...SIX, parcel({ Id: '9', Notice: 'N-9', Due: '2011-12-01', Came: '' })];
    expect(await folder.import(await now(rows))).toMatchObject({ issueLines: 2, issuesFiled: 1, issuesKnown: 1 });
  });
});

describe('an organisation that is there already', () => {
  it('gets no second set-up, and must have the programme', async () => {
    const folder = new DataFolderInMemory();
    await folder.import(await planOf([LATE], { history: false }));
    const elsewhere = { ...PARCELS, setup: { ...setup, programme: { ...setup.programme, id: 'elsewhere' } } };
    for (const history of [true, false]) {
      const plan = await planOf([LATE], { history, mapping: elsewhere });
      await expect(folder.import(plan)).rejects.toThrow(ProgrammeUnknown);
    }
    expect(await folder.typesOf('policybook-')).toEqual(['OrganisationSetUp', 'PolicyActivated']);
  });

  it('may refuse a row that the mapping allows: the refusal names the row', async () => {
    const folder = new DataFolderInMemory();
    await folder.import(await planOf([LATE], { history: false }));
    const kinds = [...setup.programme.kinds, { code: 'wet', label: 'Wet', icon: 'drop', disposition: null }];
    const mapping = {
      ...PARCELS,
      setup: { ...setup, programme: { ...setup.programme, kinds } },
      issue: { ...PARCELS.issue, kind: { value: 'wet', reason: 'Made up for a test.' } },
    };
    const plan = await planOf([parcel({ Id: '3', Notice: 'N-3', Came: '' })], { history: false, mapping });
    const refused = folder.import(plan);
    await expect(refused).rejects.toThrow(StepRefused);
    await expect(refused).rejects.toThrow('row 1: kind must be one of late');
  });
});
