import { describe, expect, it } from '@jest/globals';
import { plain } from '../personal.js';
import { RoutedLog } from '../testing/routed-log.js';
import { activates, asks, does, dollars, files, founds, GRAVE, grants, joins, POLICY, usd } from '../testing/small-organisation.js';
import { step, UnknownEvent } from './router-fold.js';

const reason = plain('because');
const founded = (lag = 0) => founds(new RoutedLog(lag));
/** A grave issue is Lea's, at L2; Mia filed it and owns it. */
const escalated = (facts = GRAVE) => {
  const world = founded();
  files(world, 'mia', '7', facts);
  return world;
};
const soon = (world: RoutedLog) => world.log.after(5);
const decision = {
  option: 'recommended' as const,
  decision: reason,
  rationale: reason,
  optionsConsidered: [],
  commitmentMinor: 500_000,
  coveredMinor: 500_000,
  spend: null,
  grant: { person: 'lea', grantId: 'lea-all' },
  decisionGroup: null,
  takesEffectAt: '2026-01-05T10:00:10.000Z',
};
const wentUp = (byLevel = 1) => ({
  type: 'GoingUpRequested' as const,
  data: { byLevel, missingAuthority: 'amount' as const, leversTried: [], allLeversTried: false, tried: reason },
});
const summary = ({ last }: { last: ReturnType<RoutedLog['route']> }) => [last.level, last.holder, last.owner];
const routeOf = (world: RoutedLog, issue = '7') => summary({ last: world.route(issue) });
const count = (world: RoutedLog, issue = '7') => world.routes.get(issue)?.length ?? 0;

describe('an issue that is filed', () => {
  it('calm, is delegated to who filed it', () => {
    const world = founded();
    files(world, 'mia', '7');
    expect(world.route('7')).toMatchObject({
      level: 1,
      route: 'delegated',
      holder: 'mia',
      owner: 'mia',
      score: 1500,
      clocks: null,
      ifNobodyDecides: null,
      trigger: { stream: 'issue-7', revision: 0 },
      phase: 'launch',
      noAuthority: false,
    });
    expect(world.escalationOf('7')).toBeNull();
  });

  it("grave, is Lea's, who stands above Mia: with clocks, and what follows if nobody decides", () => {
    const world = escalated();
    expect(world.route('7')).toMatchObject({
      level: 2,
      route: 'escalated',
      holder: 'lea',
      owner: 'mia',
      score: 6150,
      clocks: { acknowledgeBy: '2026-01-05T13:00:00.000Z', warnAt: '2026-01-06T12:00:00.000Z', decideBy: '2026-01-07T09:00:00.000Z' },
      ifNobodyDecides: { step: 'substitute', to: 'lou', level: 2, at: '2026-01-07T09:00:00.000Z' },
    });
    expect(world.escalationOf('7')?.state).toMatchObject({ status: 'open', level: 2, holder: 'lea', barred: ['mia'] });
  });

  it('waits for a policy to be in force, and is routed by the next event that touches it', () => {
    const world = new RoutedLog();
    world.record('programme-', 'dev', programmeStarted);
    files(world, 'mia', '7');
    expect(count(world)).toBe(0);
    activates(world, POLICY, 'p');
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 1 } } });
    expect(world.route('7')).toMatchObject({ level: 1, holder: 'sue', noAuthority: true });
  });
});

const programmeStarted = {
  type: 'ProgrammeStarted' as const,
  data: {
    code: 'DEV',
    name: 'Devices',
    purpose: 'p',
    unitNoun: 'device',
    siteNoun: 'school',
    budget: usd(1),
    totalUnits: 1,
    kinds: [],
    criticalDetails: [],
    economics: { unitValue: null, delayCostPerUnitDay: [] },
    sponsor: 'sue',
    calendar: 'none',
    launchEndsAt: '2026-03-06T09:00:00.000Z',
  },
};

describe('it is routed again', () => {
  it('when it is amended', () => {
    const world = founded();
    files(world, 'mia', '7');
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: GRAVE } });
    expect(routeOf(world)).toEqual([2, 'lea', 'mia']);
    does(world, 'mia', '7', {
      type: 'IssueAmended',
      data: { changes: { visibility: 0, valueAtRisk: dollars(1), delayCostPerDay: dollars(1) } },
    });
    // It has been there for no time at all: the dwell keeps it.
    expect(world.route('7')).toMatchObject({ level: 2, held: { level: 2, because: 'dwell' } });
    world.passes(2 * 1440);
    expect(routeOf(world)).toEqual([1, 'mia', 'mia']);
    expect(world.escalationOf('7')?.state.status).toBe('withdrawn');
  });

  it('when its holder asks for it to go up: a floor', () => {
    const world = founded();
    files(world, 'mia', '7');
    does(world, 'mia', '7', wentUp());
    expect(world.route('7')).toMatchObject({
      level: 2,
      holder: 'lea',
      floors: [{ code: 'ROADBLOCK', facts: { fromLevel: 1, cause: 'asked', requests: 1 } }],
    });
  });

  it('when somebody else accepts the work: a hand-off; not when the owner does', () => {
    const world = founded();
    files(world, 'mia', '7');
    does(world, 'mia', '7', { type: 'WorkAccepted', data: { by: 'mia' } });
    expect(count(world)).toBe(1);
    does(world, 'moe', '7', { type: 'WorkAccepted', data: { by: 'moe' } });
    expect(routeOf(world)).toEqual([1, 'moe', 'moe']);
    expect(world.route('7').factors.find(({ code }) => code === 'STALL')).toMatchObject({
      value: 1,
      source: { stream: 'issue-7', revision: 2 },
    });
  });

  it('when it is given to another owner', () => {
    const world = founded();
    files(world, 'mia', '7');
    does(world, 'lea', '7', { type: 'IssueReassigned', data: { to: 'max', reason } });
    expect(routeOf(world)).toEqual([1, 'max', 'max']);
  });

  it('when a leader calls it theirs, and when that has run out', () => {
    const world = founded();
    files(world, 'mia', '7');
    const until = '2026-01-05T12:00:00.000Z';
    does(world, 'eva', '7', { type: 'IssueCalled', data: { call: 'mine', level: 3, by: 'eva', byLevel: 3, until, reason } });
    expect(world.route('7')).toMatchObject({ level: 3, holder: 'eva', floors: [{ code: 'CALLED_MINE', level: 3 }], nextReviewAt: until });
    world.passes(180);
    expect(world.route('7')).toMatchObject({ level: 3, held: { because: 'dwell' }, floors: [] });
    does(world, 'eva', '7', { type: 'CallEnded', data: { call: 'mine' } });
    world.passes(1440);
    expect(routeOf(world)).toEqual([1, 'mia', 'mia']);
  });

  it('when a leader says "delegate": a ceiling for the score', () => {
    const world = escalated();
    does(world, 'lea', '7', { type: 'IssueCalled', data: { call: 'delegate', level: 1, by: 'lea', byLevel: 2, until: null, reason } });
    expect(world.route('7')).toMatchObject({ level: 1, holder: 'mia', ceilings: [{ code: 'CALLED_DELEGATE', level: 1 }] });
  });

  it('when it is reopened', () => {
    const world = founded();
    files(world, 'mia', '7');
    does(world, 'mia', '7', { type: 'IssueResolved', data: { outcome: 'fixed', resolution: null } });
    does(world, 'mia', '7', { type: 'IssueReopened', data: { reason } });
    expect(count(world)).toBe(2);
  });

  it('when the partner puts a senior person forward, and when they stand down: the case keeps its level', () => {
    const world = founded();
    files(world, 'mia', '7');
    const who = { programme: 'dev', code: 'acme' };
    const { callSheets } = world.record('partner-', 'dev.acme', {
      type: 'PartnerPutForward',
      data: { ...who, rank: 3, name: reason, title: reason },
    });
    expect(callSheets).toMatchObject([
      { move: 'open', data: { counterpart: 'ed', rank: 3, partner: 'acme', putForward: { stream: 'partner-dev.acme', revision: 1 } } },
    ]);
    expect(world.route('7')).toMatchObject({ level: 1, contacts: [{ code: 'PARITY', person: 'ed' }] });
    const down = world.record('partner-', 'dev.acme', { type: 'PartnerStoodDown', data: { ...who, reason } });
    expect(down.callSheets).toMatchObject([{ move: 'close', because: 'stood_down' }]);
    expect(world.route('7').contacts).toEqual([]);
  });

  it('when the pattern is handed over, within the limits that were given', () => {
    const world = escalated();
    files(world, 'mia', '8', { ...GRAVE, valueAtRisk: dollars(3_000_000) });
    const given = {
      programme: 'dev',
      pattern: { kind: 'late' },
      to: 'max',
      by: 'lea',
      amountLimit: usd(0),
      valueLimit: usd(200_000_000),
      until: null,
    };
    world.record('playbook-', 'p', {
      type: 'PlaybookOpened',
      data: { programme: 'dev', pattern: { kind: 'late' }, levers: [], model: reason },
    });
    world.record('playbook-', 'p', { type: 'HandOverGiven', data: given });
    expect(world.route('7')).toMatchObject({ level: 1, ceilings: [{ code: 'HANDED_OVER', facts: { playbook: 'p' } }] });
    expect(world.route('8')).toMatchObject({ level: 2, ceilings: [] });
    world.record('playbook-', 'p', { type: 'HandOverReturned', data: { reason } });
    expect(routeOf(world)).toEqual([2, 'lea', 'mia']);
  });

  it('when its holder goes away, and not when somebody else does', () => {
    const world = escalated();
    const away = { absenceId: 'a', from: '2026-01-05T10:00:00.000Z', until: '2026-01-09T10:00:00.000Z', substitute: null };
    world.record('person-', 'lou', { type: 'AbsencePlanned', data: away });
    expect(count(world)).toBe(1);
    world.record('person-', 'lea', { type: 'AbsencePlanned', data: away });
    expect(world.last('7')).toMatchObject({ nextReviewAt: away.from });
    world.passes(60);
    // Lou is away too, so it goes to the level above.
    expect(world.route('7')).toMatchObject({ level: 3, holder: 'eva', emptyLevels: [2] });
    expect(world.escalationOf('7')?.state).toMatchObject({ level: 3, holder: 'eva', status: 'open' });
  });

  it("when its holder's grant is revoked", () => {
    const world = escalated({ ...GRAVE, ask: asks(100_000) });
    expect(routeOf(world)).toEqual([2, 'lea', 'mia']);
    world.record('person-', 'lea', { type: 'GrantRevoked', data: { grantId: 'lea-all', reason } });
    expect(routeOf(world)).toEqual([2, 'lou', 'mia']);
    expect(world.escalationOf('7')?.state).toMatchObject({ holder: 'lou', moves: 0 });
  });

  it("at the minute that the last route named, when its holder's grant runs out", () => {
    const world = founded();
    world.record('person-', 'lea', { type: 'GrantRevoked', data: { grantId: 'lea-all', reason } });
    grants(world, 'lea', { until: '2026-01-05T09:30:00.000Z' });
    files(world, 'mia', '7', { ...GRAVE, ask: asks(100_000) });
    expect(world.route('7')).toMatchObject({ holder: 'lea', nextReviewAt: '2026-01-05T09:30:00.000Z' });
    world.passes(30);
    expect(routeOf(world)).toEqual([2, 'lou', 'mia']);
  });

  it('when a decision is withdrawn before its effect: the leader has it again', () => {
    const world = escalated();
    world.onEscalation('7', { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: '2026-01-16T09:00:00.000Z' } });
    world.onEscalation('7', { type: 'EscalationDecided', data: { ...decision, by: 'lea' } });
    const before = count(world);
    world.onEscalation('7', { type: 'DecisionWithdrawn', data: { decisionRevision: 2, reason: null, beforeEffect: true } });
    expect(count(world)).toBe(before + 1);
    expect(routeOf(world)).toEqual([2, 'lea', 'mia']);
    expect(world.escalationOf('7')?.state.status).toBe('claimed');
  });
});

describe('it is not routed again', () => {
  it('by a note, by load, by a policy that is activated: it stays with its own', () => {
    const world = escalated();
    does(world, 'mia', '7', { type: 'NoteAdded', data: { text: reason } });
    for (let i = 10; i < 20; i++) files(world, 'max', String(i), GRAVE);
    activates(world, { ...POLICY, name: 'Strict', entry: [0, 1, 2], hold: [0, 1, 2] }, 'b'.repeat(64));
    expect(count(world)).toBe(1);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 2 } } });
    expect(world.route('7').policy).toBe('a'.repeat(64));
    files(world, 'max', '20');
    expect(world.route('20').policy).toBe('b'.repeat(64));
  });

  it('by time, once it is decided; but a new ask is a new question', () => {
    const world = founded();
    files(world, 'mia', '7');
    const { decisionGroup: _group, takesEffectAt: _at, spend: _spend, ...decided } = decision;
    does(world, 'mia', '7', { type: 'IssueDecided', data: { ...decided, selfDecided: true } });
    const before = count(world);
    world.passes(60 * 1440);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 1 } } });
    expect(count(world)).toBe(before);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { ask: asks(100_000) } } });
    expect(routeOf(world)).toEqual([2, 'lea', 'mia']);
  });

  it('when an amendment does not take it above where it was decided; it is, when it does', () => {
    const world = escalated();
    world.onEscalation('7', { type: 'EscalationDecided', data: { ...decision, by: 'lea' } });
    const before = count(world);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { delayCostPerDay: dollars(19_000) } } });
    expect(count(world)).toBe(before);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { delayCostPerDay: dollars(60_000) } } });
    expect(world.route('7')).toMatchObject({ level: 3, holder: 'eva' });
    // It is undecided in every respect: what touches its partner touches it again.
    const known = count(world);
    world.record('partner-', 'dev.acme', {
      type: 'PartnerPutForward',
      data: { programme: 'dev', code: 'acme', rank: 3, name: reason, title: reason },
    });
    expect(count(world)).toBe(known + 1);
  });

  it('once it is closed', () => {
    const world = escalated();
    does(world, 'mia', '7', { type: 'IssueWithdrawn', data: { reason } });
    expect(world.escalationOf('7')?.state.status).toBe('withdrawn');
    const before = count(world);
    does(world, 'mia', '7', wentUp());
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: GRAVE } });
    world.passes(30 * 1440);
    expect(count(world)).toBe(before);
  });
});

describe('what a leader does', () => {
  it('claimed, stays with the leader whatever the facts', () => {
    const world = escalated();
    world.onEscalation('7', { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: '2026-01-16T09:00:00.000Z' } });
    const calm = { visibility: 0, valueAtRisk: dollars(1), delayCostPerDay: dollars(1) };
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: calm } });
    world.passes(2 * 1440);
    expect(world.route('7')).toMatchObject({ level: 1, route: 'delegated', holder: 'lea', owner: 'mia' });
    expect(world.escalationOf('7')?.state).toMatchObject({ status: 'claimed', level: 2 });
  });

  it('claimed, goes up when authority for it stands higher', () => {
    const world = escalated();
    world.onEscalation('7', { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: '2026-01-16T09:00:00.000Z' } });
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { ask: asks(1_000_000) } } });
    expect(world.route('7')).toMatchObject({ level: 3, holder: 'eva' });
    expect(world.escalationOf('7')?.state).toMatchObject({ status: 'open', level: 3, holder: 'eva' });
  });

  it('returned with guidance, is capped until then; a second request stands', () => {
    const world = escalated();
    const until = '2026-01-07T09:00:00.000Z';
    world.onEscalation('7', { type: 'EscalationReturned', data: { to: 'mia', guidance: reason, until } });
    expect(world.route('7')).toMatchObject({ level: 1, holder: 'mia', ceilings: [{ code: 'CALLED_DELEGATE', source: { revision: 1 } }] });
    does(world, 'mia', '7', wentUp());
    expect(world.route('7')).toMatchObject({ level: 2, floors: [{ code: 'ROADBLOCK' }], ceilings: [{ code: 'CALLED_DELEGATE' }] });
  });

  it('handed over, stays with the associate until it is closed', () => {
    const world = escalated();
    world.onEscalation('7', { type: 'EscalationHandedOver', data: { to: 'moe', goodLooksLike: reason } });
    expect(routeOf(world)).toEqual([1, 'moe', 'moe']);
    world.passes(30 * 1440);
    expect(routeOf(world)[0]).toBe(1);
  });

  it('stepped up, is a floor at the level it went to', () => {
    const world = escalated();
    const { clocks, ifNobodyDecides } = world.route('7');
    if (clocks === null || ifNobodyDecides === null) throw new Error('was not escalated');
    const up = {
      fromLevel: 2,
      level: 3,
      holder: 'ed',
      because: 'leader',
      by: 'lea',
      reason,
      route: null,
      clocks,
      ifNobodyDecides,
    } as const;
    world.onEscalation('7', { type: 'EscalationSteppedUp', data: up });
    expect(world.route('7')).toMatchObject({
      level: 3,
      holder: 'ed',
      floors: [{ code: 'ROADBLOCK', facts: { fromLevel: 2, cause: 'stepped_up' } }],
    });
  });

  it('given to a colleague, stays there although another would come first', () => {
    const world = escalated();
    world.onEscalation('7', { type: 'EscalationReassigned', data: { to: 'lou', reason: null, route: null } });
    expect(routeOf(world)).toEqual([2, 'lou', 'mia']);
    expect(world.route('7').factors.find(({ code }) => code === 'STALL')?.value).toBe(1);
    soon(world);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 2 } } });
    expect(routeOf(world)).toEqual([2, 'lou', 'mia']);
  });
});

describe('a review', () => {
  it('lets an untouched issue rise as its deadline nears', () => {
    const world = founded();
    files(world, 'mia', '7', { ...GRAVE, delayCostPerDay: dollars(3_000), neededBy: '2026-01-16T17:00:00.000Z' });
    expect(world.route('7')).toMatchObject({ level: 2, score: 5725 });
    world.passes(9 * 1440);
    expect(world.route('7')).toMatchObject({ level: 3 });
    expect(world.route('7').trigger.stream).toBe('clock-7');
  });

  it('that changes nothing records only that, and when to look next', () => {
    const world = escalated();
    soon(world);
    world.record('clock-', '7', { type: 'RouteReviewDue', data: { issue: '7', dueAt: world.log.now } });
    expect(world.last('7')).toEqual({
      changed: false,
      issue: '7',
      programme: 'dev',
      evaluator: 'v1',
      policy: 'a'.repeat(64),
      trigger: { stream: 'clock-7', revision: 0 },
      at: '2026-01-05T09:05:00.000Z',
      nextReviewAt: world.route('7').nextReviewAt,
    });
  });
});

describe('the log', () => {
  it('has a time of its own, which never goes back', () => {
    const world = founded();
    world.log.at('2026-01-05T12:00:00.000Z');
    files(world, 'mia', '7');
    world.log.at('2026-01-05T11:00:00.000Z');
    files(world, 'mia', '8');
    expect(world.route('8').at).toBe('2026-01-05T12:00:00.000Z');
  });

  it('does not bring back another route than the one that was made', () => {
    const world = founded(5);
    files(world, 'mia', '7');
    const made = world.routes.get('7')?.[0];
    if (!made?.body.changed) throw new Error('was not routed');
    const other = world.log.record('routing-', '7', {
      type: 'IssueRouted',
      data: { ...made.body, holder: 'max', flips: [], flipsVersion: 1 },
    });
    expect(step(world.state, other).met).toMatchObject({ issue: '7', revision: 0, same: false, own: made });
  });

  it('may bring a route back with other flips: they have a version of their own', () => {
    const world = founded(5);
    files(world, 'mia', '7');
    const made = world.routes.get('7')?.[0];
    if (!made?.body.changed) throw new Error('was not routed');
    const same = world.log.record('routing-', '7', { type: 'IssueRouted', data: { ...made.body, flips: [], flipsVersion: 1 } });
    expect(step(world.state, same).met).toMatchObject({ same: true, own: made });
    expect(step(world.state, same).met).toMatchObject({ same: false, own: null });
  });

  it('may hold no event that nobody knows', () => {
    const world = founded();
    const strange = { ...world.log.events[0], type: 'MoonRose' } as unknown as Parameters<typeof step>[1];
    expect(() => step(world.state, strange)).toThrow(UnknownEvent);
  });

  it('may tell of a newcomer, who is asked from then on', () => {
    const world = founded();
    joins(world, 'abe', { level: 1, role: 'manager', mayCommit: 25_000 });
    files(world, 'feed', '7');
    expect(routeOf(world)).toEqual([1, 'abe', 'abe']);
  });
});
