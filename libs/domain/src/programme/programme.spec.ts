import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../decider.js';
import { AlreadyExists, BrokenHistory, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
import { calendarDecider } from '../calendar/calendar.decider.js';
import { PersonHasLeft } from '../person/person.js';
import { plain } from '../personal.js';
import { OrganisationNotSetUp } from '../policy/policy-book.js';
import { administrator, importer, operator, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { book, emptyBook, gone, HOUR_AGO, NEXT_MONTH, NEXT_WEEK, nobody, NOW, someone, started, TOMORROW, usd } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import type { ProgrammeCommand, ProgrammeContext } from './programme.commands.js';
import { programmeDecider } from './programme.decider.js';
import { ImportNotOpen, LaunchIsOver, PhaseGoesForward, TooLateForDemo } from './programme.errors.js';
import { phaseAt, requireRunning, type ProgrammeEvent } from './programme.js';

const start = { type: 'StartProgramme', programme: 'p1', ...(started.data as object), launchEndsAt: NEXT_MONTH } as Extract<
  ProgrammeCommand,
  { type: 'StartProgramme' }
>;
const calendar = { status: 'published', name: 'Weekdays', zone: 'UTC', intervals: [[0, 1]] } as const;
const context: ProgrammeContext = { now: NOW, actor: administrator, book, sponsor: someone(3), calendar };
const as = (actor: ProgrammeContext['actor']): ProgrammeContext => ({ ...context, actor });
const sponsor = as(person('sam', []));
const imports = as(importer);
const sha256 = 'a'.repeat(64);
const daysFrom = (instant: Instant, days: number) => fromMillis(toMillis(instant) + days * 86_400_000);

const given = scenario(programmeDecider).given;
const inProgramme = <T extends object>(command: T) => ({ programme: 'p1', ...command });

describe('starting a programme', () => {
  it('is for administrators, the operator and the import', () => {
    for (const who of [context, as(operator), imports, as(person('ada', 'administrator', { scope: { programme: 'p1' } }))])
      given().when(start, who).then(started);
    for (const who of [sponsor, as(person('ada', 'administrator', { scope: { programme: 'p2' } })), as({ kind: 'system', id: 'router' })]) {
      given().when(start, who).thenRefused(NotAllowed);
    }
  });

  it('happens once, in an organisation that is set up, with a sponsor and a calendar that exist', () => {
    given(started).when(start, context).thenRefused(AlreadyExists);
    given()
      .when(start, { ...context, book: emptyBook })
      .thenRefused(OrganisationNotSetUp);
    given()
      .when(start, { ...context, sponsor: nobody })
      .thenRefused(NotFound);
    given()
      .when(start, { ...context, sponsor: gone })
      .thenRefused(PersonHasLeft);
    given()
      .when(start, { ...context, calendar: calendarDecider.initial })
      .thenRefused(NotFound);
  });

  it('launches for 60 days unless it is told when launch ends', () => {
    const data = { ...started.data, launchEndsAt: daysFrom(NOW, 60) };
    given()
      .when({ ...start, launchEndsAt: null }, context)
      .then({ type: 'ProgrammeStarted', data } as ProgrammeEvent);
    given()
      .when({ ...start, launchEndsAt: daysFrom(NOW, 61) }, context)
      .thenRefused(InvalidValue, 'launchEndsAt');
  });

  const kind = { code: 'late', label: 'Late', icon: 'clock', disposition: null };
  const cost = { siteClass: 'school', cost: usd(1) };
  it.each<[string, Partial<typeof start>]>([
    ['programme', { programme: 'organisation' }],
    ['programme', { programme: 'p.1' }],
    ['code', { code: ' ' }],
    ['name', { name: 'x'.repeat(81) }],
    ['purpose', { purpose: '' }],
    ['unitNoun', { unitNoun: '\t' }],
    ['siteNoun', { siteNoun: 'a\u2028b' }],
    ['budget.currency', { budget: { minor: 1, currency: 'EUR' } }],
    ['budget.minor', { budget: usd(Number.NaN) }],
    ['totalUnits', { totalUnits: 0 }],
    ['totalUnits', { totalUnits: 1_000_000_001 }],
    ['kinds', { kinds: [] }],
    ['kinds', { kinds: Array.from({ length: 41 }, (_, i) => ({ ...kind, code: `k${i}` })) }],
    ['kinds[1].code', { kinds: [kind, kind] }],
    ['kinds[0].code', { kinds: [{ ...kind, code: '' }] }],
    ['kinds[0].label', { kinds: [{ ...kind, label: 'x'.repeat(81) }] }],
    ['kinds[0].icon', { kinds: [{ ...kind, icon: '' }] }],
    ['kinds[0].disposition', { kinds: [{ ...kind, disposition: '' }] }],
    ['criticalDetails[0].code', { criticalDetails: [{ code: '?', label: 'x' }] }],
    ['criticalDetails[0].label', { criticalDetails: [{ code: 'x', label: '' }] }],
    [
      'criticalDetails[1].code',
      {
        criticalDetails: [
          { code: 'x', label: 'x' },
          { code: 'x', label: 'y' },
        ],
      },
    ],
    ['economics.unitValue.currency', { economics: { unitValue: { minor: 1, currency: 'JPY' }, delayCostPerUnitDay: [] } }],
    ['economics.delayCostPerUnitDay[0].siteClass', { economics: { unitValue: null, delayCostPerUnitDay: [{ ...cost, siteClass: '' }] } }],
    ['economics.delayCostPerUnitDay[0].cost.minor', { economics: { unitValue: null, delayCostPerUnitDay: [{ ...cost, cost: usd(0.5) }] } }],
    ['economics.delayCostPerUnitDay[1].siteClass', { economics: { unitValue: null, delayCostPerUnitDay: [cost, cost] } }],
    ['launchEndsAt', { launchEndsAt: 'soon' }],
  ])('refuses %s in %j', (field, part) => {
    given()
      .when({ ...start, ...part }, context)
      .thenRefused(InvalidValue, field);
  });
});

describe('the phases', () => {
  const renew = inProgramme({ type: 'RenewLaunch', until: daysFrom(NEXT_MONTH, 60), reason: 'still new' } as const);
  const renewed: ProgrammeEvent = { type: 'LaunchRenewed', data: { until: renew.until, reason: plain('still new') } };
  const toPhase = (phase: 'launch' | 'scaling' | 'steady') =>
    inProgramme({ type: 'ChangePhase', phase, reason: 'ten good sites' } as const);
  const changed = (phase: 'scaling' | 'steady'): ProgrammeEvent => ({
    type: 'PhaseChanged',
    data: { phase, reason: plain('ten good sites') },
  });

  it('launch is renewed by the sponsor alone, by at most 60 days', () => {
    given(started).when(renew, sponsor).then(renewed);
    given(started).when(renew, context).thenRefused(NotAllowed);
    given(started).when(renew, as(operator)).thenRefused(NotAllowed);
    given(started)
      .when({ ...renew, until: daysFrom(NEXT_MONTH, 61) }, sponsor)
      .thenRefused(InvalidValue, 'until');
    given(started)
      .when({ ...renew, until: NEXT_MONTH }, sponsor)
      .thenRefused(InvalidValue, 'until');
    given(started)
      .when({ ...renew, reason: '' }, sponsor)
      .thenRefused(InvalidValue, 'reason');
    given().when(renew, sponsor).thenRefused(NotFound);
  });

  it('launch ends by time, and does not come back', () => {
    const late = { ...sponsor, now: NEXT_MONTH };
    given(started).when(renew, late).thenRefused(LaunchIsOver);
    given(started, renewed).when(toPhase('scaling'), late).then(changed('scaling'));
    given(started).when(toPhase('scaling'), late).thenRefused(PhaseGoesForward);
    given(started).when(toPhase('steady'), late).then(changed('steady'));
    given(started, changed('scaling')).when(renew, sponsor).thenRefused(LaunchIsOver);
  });

  it('go forward only, by the sponsor or an administrator', () => {
    given(started).when(toPhase('scaling'), sponsor).then(changed('scaling'));
    given(started).when(toPhase('steady'), context).then(changed('steady'));
    given(started, changed('scaling')).when(toPhase('steady'), as(operator)).then(changed('steady'));
    given(started).when(toPhase('launch'), sponsor).thenRefused(PhaseGoesForward);
    given(started, changed('steady')).when(toPhase('scaling'), sponsor).thenRefused(PhaseGoesForward);
    given(started)
      .when(toPhase('scaling'), as(person('mia', 'manager')))
      .thenRefused(NotAllowed);
    given(started)
      .when(toPhase('scaling'), as(person('mia', 'administrator', { scope: { programme: 'elsewhere' } })))
      .thenRefused(NotFound); // nobody tells a stranger that there is such a programme
    given(started)
      .when(inProgramme({ type: 'ChangePhase', phase: 'over' as 'steady', reason: 'x' } as const), sponsor)
      .thenRefused(InvalidValue, 'phase');
    given(started)
      .when({ ...toPhase('scaling'), reason: ' ' }, sponsor)
      .thenRefused(InvalidValue, 'reason');
  });

  it('are known for every instant', () => {
    const running = requireRunning(fold(programmeDecider, [started]), 'p1');
    expect(phaseAt(running, daysFrom(NEXT_MONTH, -1))).toBe('launch');
    expect(phaseAt(running, NEXT_MONTH)).toBe('scaling');
  });
});

describe('the facts of a programme', () => {
  const damaged = { code: 'damaged', label: 'Damaged', icon: 'box', disposition: 'damaged' };
  const economics = { unitValue: null, delayCostPerUnitDay: [] };
  const accepted: [command: ProgrammeCommand, event: ProgrammeEvent][] = [
    [inProgramme({ type: 'ChangeSponsor', sponsor: 'sue' }), { type: 'SponsorChanged', data: { sponsor: 'sue' } }],
    [inProgramme({ type: 'AddKind', kind: damaged }), { type: 'KindAdded', data: damaged }],
    [
      inProgramme({ type: 'ChangeCriticalDetails', criticalDetails: [] }),
      { type: 'CriticalDetailsChanged', data: { criticalDetails: [] } },
    ],
    [inProgramme({ type: 'ChangeEconomics', economics }), { type: 'EconomicsChanged', data: economics }],
    [
      inProgramme({ type: 'ChangeBudget', budget: usd(5), totalUnits: 2 }),
      { type: 'BudgetChanged', data: { budget: usd(5), totalUnits: 2 } },
    ],
    [inProgramme({ type: 'ChooseCalendar', calendar: 'shifts' }), { type: 'CalendarChosen', data: { calendar: 'shifts' } }],
  ];

  it.each(accepted)('%j is for administrators, of a programme that runs, and changes something', (command, event) => {
    given(started).when(command, context).then(event);
    given(started).when(command, as(operator)).then(event);
    given(started).when(command, sponsor).thenRefused(NotAllowed);
    given().when(command, context).thenRefused(NotFound);
    given(started, event)
      .when(command, context)
      .thenRefused(command.type === 'AddKind' ? InvalidValue : NothingToChange);
  });

  it.each<[string, ProgrammeCommand]>([
    ['kinds[1].code', inProgramme({ type: 'AddKind', kind: { ...damaged, code: 'late' } })],
    ['kinds[1].label', inProgramme({ type: 'AddKind', kind: { ...damaged, label: '' } })],
    [
      'criticalDetails',
      inProgramme({
        type: 'ChangeCriticalDetails',
        criticalDetails: Array.from({ length: 41 }, (_, i) => ({ code: `d${i}`, label: 'x' })),
      }),
    ],
    ['economics.unitValue.minor', inProgramme({ type: 'ChangeEconomics', economics: { ...economics, unitValue: usd(-5) } })],
    ['budget.currency', inProgramme({ type: 'ChangeBudget', budget: { minor: 1, currency: 'EUR' }, totalUnits: 2 })],
    ['totalUnits', inProgramme({ type: 'ChangeBudget', budget: usd(1), totalUnits: 0.1 })],
  ])('refuses %s of %j', (field, command) => {
    given(started).when(command, context).thenRefused(InvalidValue, field);
  });

  it('name a sponsor who is here and a calendar that is published', () => {
    const change = inProgramme({ type: 'ChangeSponsor', sponsor: 'sue' } as const);
    given(started)
      .when(change, { ...context, sponsor: gone })
      .thenRefused(PersonHasLeft);
    given(started)
      .when(change, { ...context, sponsor: nobody })
      .thenRefused(NotFound);
    given(started)
      .when(inProgramme({ type: 'ChooseCalendar', calendar: 'shifts' } as const), { ...context, calendar: calendarDecider.initial })
      .thenRefused(NotFound);
  });
});

describe('demo and imports', () => {
  const mark = inProgramme({ type: 'MarkDemo', seed: 7 } as const);
  const marked: ProgrammeEvent = { type: 'DemoMarked', data: { seed: 7 } };
  const facts = { importId: 'i1', fileSha256: sha256, mappingHash: sha256, history: true, startedAt: HOUR_AGO };
  const open = inProgramme({ type: 'StartImport', ...facts } as const);
  const opened: ProgrammeEvent = { type: 'ImportStarted', data: facts };
  const counts = { importId: 'i1', rowsRead: 10, rowsRejected: 2, issuesFiled: 3 };
  const end = inProgramme({ type: 'EndImport', ...counts } as const);
  const ended: ProgrammeEvent = { type: 'ImportEnded', data: counts };

  it('a demo is marked by the machine, as the first thing', () => {
    given(started).when(mark, as(operator)).then(marked);
    given(started).when(mark, context).thenRefused(NotAllowed);
    given(started, marked).when(mark, as(operator)).thenRefused(TooLateForDemo);
    given(started, opened).when(mark, as(operator)).thenRefused(TooLateForDemo);
    given(started)
      .when({ ...mark, seed: -1 }, as(operator))
      .thenRefused(InvalidValue, 'seed');
    expect(fold(programmeDecider, [started, marked, opened])).toMatchObject({ demo: true });
  });

  it('an import is opened once and ended once, by itself', () => {
    given(started).when(open, imports).then(opened);
    // A history runs on a clock of its own, behind the machine's.
    given(started)
      .when({ ...open, startedAt: TOMORROW }, imports)
      .then({ ...opened, data: { ...facts, startedAt: TOMORROW } });
    given(started, opened, ended).when(open, imports).thenRefused(AlreadyExists);
    given(started).when(open, as(operator)).thenRefused(NotAllowed);
    given(started, opened).when(end, imports).then(ended);
    given(started, opened).when(end, context).thenRefused(NotAllowed);
    given(started).when(end, imports).thenRefused(ImportNotOpen);
    given(started, opened, ended).when(end, imports).thenRefused(ImportNotOpen);
  });

  it.each<[string, ProgrammeCommand]>([
    ['importId', { ...open, importId: 'i 2' }],
    ['fileSha256', { ...open, fileSha256: 'A'.repeat(64) }],
    ['mappingHash', { ...open, mappingHash: 'a' }],
    ['startedAt', { ...open, startedAt: 'now' }],
    ['rowsRead', { ...end, rowsRead: -1 }],
    ['rowsRejected', { ...end, rowsRejected: 11 }],
    ['issuesFiled', { ...end, issuesFiled: 11 }],
  ])('refuses %s of %j', (field, command) => {
    given(started, opened).when(command, imports).thenRefused(InvalidValue, field);
  });
});

describe('any programme', () => {
  it('refuses by name or folds, whatever comes', () => {
    const text = fc.string({ maxLength: 20 });
    const budget = fc.record({ minor: fc.integer({ min: -1, max: 50 }), currency: fc.constant('USD') });
    const commands = fc.oneof(
      { weight: 4, arbitrary: fc.constant(start) },
      fc.record({ type: fc.constant('RenewLaunch' as const), until: fc.nat(200).map((days) => daysFrom(NOW, days)), reason: text }),
      fc.record({
        type: fc.constant('ChangePhase' as const),
        phase: fc.constantFrom('launch' as const, 'scaling' as const, 'steady' as const),
        reason: text,
      }),
      fc.record({ type: fc.constant('ChangeSponsor' as const), sponsor: fc.constantFrom('sam', 'sue') }),
      fc.record({
        type: fc.constant('AddKind' as const),
        kind: fc.record({ code: text, label: text, icon: fc.constant('box'), disposition: fc.option(text) }),
      }),
      fc.record({
        type: fc.constant('ChangeCriticalDetails' as const),
        criticalDetails: fc.array(fc.record({ code: text, label: text }), { maxLength: 2 }),
      }),
      fc.record({
        type: fc.constant('ChangeEconomics' as const),
        economics: fc.record({ unitValue: fc.option(budget), delayCostPerUnitDay: fc.constant([]) }),
      }),
      fc.record({ type: fc.constant('ChangeBudget' as const), budget, totalUnits: fc.integer() }),
      fc.record({ type: fc.constant('ChooseCalendar' as const), calendar: fc.constantFrom('weekdays', 'shifts') }),
      fc.record({ type: fc.constant('MarkDemo' as const), seed: fc.nat() }),
      fc.constant({
        type: 'StartImport' as const,
        importId: 'i1',
        fileSha256: sha256,
        mappingHash: sha256,
        history: false,
        startedAt: NOW,
      }),
      fc.record({
        type: fc.constant('EndImport' as const),
        importId: fc.constantFrom('i1', 'i2'),
        rowsRead: fc.integer({ min: 2, max: 9 }),
        rowsRejected: fc.nat(2),
        issuesFiled: fc.nat(2),
      }),
    ) as fc.Arbitrary<ProgrammeCommand>;
    const contexts = fc.constantFrom(
      context,
      sponsor,
      imports,
      as(operator),
      { ...sponsor, now: NEXT_WEEK },
      { ...context, now: NEXT_MONTH },
    );
    expect([...eventsOfAnyCommands(programmeDecider, commands, contexts)].toSorted()).toEqual([
      'BudgetChanged',
      'CalendarChosen',
      'CriticalDetailsChanged',
      'DemoMarked',
      'EconomicsChanged',
      'ImportEnded',
      'ImportStarted',
      'KindAdded',
      'LaunchRenewed',
      'PhaseChanged',
      'ProgrammeStarted',
      'SponsorChanged',
    ]);
  });

  it('cannot begin with a change', () => {
    expect(() => fold(programmeDecider, [{ type: 'SponsorChanged', data: { sponsor: 'sue' } }])).toThrow(BrokenHistory);
  });
});
