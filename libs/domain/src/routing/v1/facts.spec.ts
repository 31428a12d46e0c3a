import { describe, expect, it } from '@jest/globals';
import type { IssueFacts } from '../../issue/issue.js';
import { plain } from '../../personal.js';
import { RoutedLog } from '../../testing/routed-log.js';
import { asks, CALM, does, dollars, files, founds, GRAVE, POLICY, startsProgramme, usd } from '../../testing/small-organisation.js';
import type { CaseFacts } from './case-facts.js';

const DAY = 1440;
const reason = plain('because');
const founded = () => founds(new RoutedLog());

/** The facts by which an issue was last routed. */
function factsOf(world: RoutedLog, issue: string): CaseFacts {
  const facts = world.routes.get(issue)?.findLast((routed) => routed.facts !== null)?.facts;
  if (facts == null) throw new Error(`issue ${issue} was never routed`);
  return facts;
}

/** Files one and looks at its facts. */
function factsOfNew(world: RoutedLog, facts: Partial<IssueFacts> = {}): CaseFacts {
  const issue = `new-${world.log.events.length}`;
  files(world, 'moe', issue, facts);
  return factsOf(world, issue);
}

function resolves(world: RoutedLog, issue: string, outcome: 'fixed' | 'failed' = 'fixed'): void {
  does(world, 'mia', issue, { type: 'IssueResolved', data: { outcome, resolution: null } });
}

describe('slack', () => {
  it.each<[string, Partial<IssueFacts>, number | null]>([
    ['is working time to needed-by', { neededBy: '2026-01-06T10:00:00.000Z' }, 480 + 120],
    ['is 0 once that has passed', { neededBy: '2026-01-02T10:00:00.000Z' }, 0],
    [
      'goes to the end of a workaround that lasts longer',
      { neededBy: '2026-01-05T10:00:00.000Z', workaroundUntil: '2026-01-05T12:00:00.000Z' },
      180,
    ],
    [
      'does not shrink by a workaround that ends before',
      { neededBy: '2026-01-05T12:00:00.000Z', workaroundUntil: '2026-01-05T10:00:00.000Z' },
      180,
    ],
    ['is missing when nobody said by when', { neededBy: null }, null],
  ])('%s', (_name, facts, minutes) => {
    expect(factsOfNew(founded(), facts).slackMinutes).toBe(minutes);
  });

  it('says that it counts by an assumed week where no calendar was published', () => {
    expect(factsOfNew(founded(), { neededBy: '2026-12-30T10:00:00.000Z' }).calendarAssumed).toBe(false);
    expect(factsOfNew(founded(), { neededBy: '2027-01-05T10:00:00.000Z' }).calendarAssumed).toBe(true);
  });
});

describe('value at risk and cost of delay', () => {
  const unknown = { valueAtRisk: null, delayCostPerDay: null };
  const order = { programme: 'dev', code: 'o1', partner: null, site: null, units: 40, unitValue: usd(100), delayCostPerDay: usd(700) };
  const economics = { unitValue: usd(50_000), delayCostPerUnitDay: [{ siteClass: 'primary', cost: usd(20) }] };
  const known = () => {
    const world = founded();
    world.record('programme-', 'dev', { type: 'EconomicsChanged', data: economics });
    world.record('order-', 'dev.o1', { type: 'OrderRegistered', data: order });
    return world;
  };

  it.each<[string, Partial<IssueFacts>, [number | null, number | null], [boolean, boolean]]>([
    ['are as stated', { order: 'o1' }, [10_000, 1_000], [false, false]],
    ["are the order's, where it says them", { ...unknown, order: 'o1' }, [10 * 100, 700], [true, true]],
    [
      "are for all of the order's units, when nobody said how many",
      { ...unknown, order: 'o1', units: null },
      [40 * 100, 700],
      [true, true],
    ],
    ["are units × the programme's, by class of site", { ...unknown }, [10 * 50_000, 10 * 20], [true, true]],
    ['are missing where nobody knows', { ...unknown, units: null }, [null, null], [false, false]],
    ['have no cost for an unknown class of site', { ...unknown, site: 'elsewhere' }, [500_000, null], [true, false]],
    [
      'are not known in a currency without a rate',
      { ...unknown, units: null, valueAtRisk: { stated: { minor: 9, currency: 'JPY' }, routed: null } },
      [null, null],
      [false, false],
    ],
  ])('%s', (_name, facts, [value, cost], [derivedValue, derivedCost]) => {
    const made = factsOfNew(known(), facts);
    expect([made.valueAtRisk, made.delayCostPerDay]).toEqual([value, cost]);
    expect(made.derived).toEqual({ valueAtRisk: derivedValue, delayCostPerDay: derivedCost });
  });

  it('say where they come from', () => {
    const { sources } = factsOfNew(known(), { ...unknown, order: 'o1' });
    expect(sources.delayCost).toEqual({ stream: 'order-dev.o1', revision: 0 });
    expect(factsOfNew(known(), unknown).sources.stakes).toEqual({ stream: 'programme-dev', revision: 1 });
  });

  it('stop at the greatest amount', () => {
    const world = known();
    world.record('programme-', 'dev', { type: 'EconomicsChanged', data: { ...economics, unitValue: usd(9_000_000_000_000) } });
    expect(factsOfNew(world, { ...unknown, units: 1_000_000 }).valueAtRisk).toBe(10_000_000_000_000);
  });
});

describe('what an ask commits', () => {
  it.each<[string, IssueFacts['ask'], CaseFacts['ask']]>([
    ['spend and value written off', asks(100, { writeOff: dollars(20) }), { amount: 12_000, unconvertible: false, delayDays: 0 }],
    ['days of delay', asks(0, { delayAcceptedDays: 3 }), { amount: 0, unconvertible: false, delayDays: 3 }],
    ['an amount that is missing', asks(null), { amount: null, unconvertible: false, delayDays: 0 }],
    ['nothing, where the action costs nothing', asks(null, { action: 'move_stock' }), { amount: 0, unconvertible: false, delayDays: 0 }],
    [
      'an amount without a rate',
      asks(null, { spend: { stated: { minor: 5, currency: 'JPY' }, routed: null } }),
      { amount: null, unconvertible: true, delayDays: 0 },
    ],
  ])('is %s', (_name, ask, expected) => {
    expect(factsOfNew(founded(), { ask }).ask).toEqual(expected);
  });
});

describe('other commitments', () => {
  const others = (world: RoutedLog, facts: Partial<IssueFacts> = {}) =>
    factsOfNew(world, { ask: asks(1), order: 'o1', ...facts }).otherCommitments;
  const asked = (facts: Partial<IssueFacts> = {}) => {
    const world = founded();
    files(world, 'mia', '1', { ask: asks(500), order: 'o1', ...facts });
    return world;
  };

  it('are what others ask on the same order, and with the same partner', () => {
    expect(others(asked())).toEqual({ order: 50_000, partner: 50_000 });
    expect(others(asked({ order: 'o2' }))).toEqual({ order: 0, partner: 50_000 });
    expect(others(asked({ partner: 'other' }))).toEqual({ order: 50_000, partner: 0 });
    expect(others(asked(), { order: null, partner: null })).toEqual({ order: 0, partner: 0 });
  });

  it('count for 30 days, to the minute', () => {
    const world = asked();
    world.log.after(30 * DAY - 1);
    expect(others(world).order).toBe(50_000);
    const later = asked();
    later.log.after(30 * DAY);
    expect(others(later).order).toBe(0);
  });

  it('count days of delay at their cost', () => {
    expect(others(asked({ ask: asks(1, { delayAcceptedDays: 4 }) })).order).toBe(100 + 4 * 1_000);
  });

  it('begin anew when another amount is asked, and not when something else is amended', () => {
    const world = asked();
    world.log.after(20 * DAY);
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { visibility: 1 } } });
    world.log.after(15 * DAY);
    expect(others(world).order).toBe(0);
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { ask: asks(700) } } });
    expect(others(world).order).toBe(70_000 + 100);
  });

  it('are what was decided, once it was', () => {
    const world = asked();
    const words = { decision: reason, rationale: reason, optionsConsidered: [] };
    const decided = { ...words, coveredMinor: 1, grant: { person: 'mia', grantId: 'g' }, selfDecided: true };
    does(world, 'mia', '1', { type: 'IssueDecided', data: { ...decided, option: 'alternative', commitmentMinor: 1_234 } });
    expect(others(world).order).toBe(1_234);
  });

  it('are none of an issue that was withdrawn, or filed twice, or answered with no', () => {
    const withdrawn = asked();
    does(withdrawn, 'mia', '1', { type: 'IssueWithdrawn', data: { reason } });
    const twice = asked();
    does(twice, 'mia', '1', { type: 'IssueLinkedAsDuplicate', data: { of: '0' } });
    expect([others(withdrawn).order, others(twice).order]).toEqual([0, 0]);
  });

  it('are never its own', () => {
    const world = asked();
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { ask: asks(900) } } });
    expect(factsOf(world, '1').otherCommitments).toEqual({ order: 0, partner: 0 });
  });
});

describe('the remedy time', () => {
  it("is the policy's default until five were resolved at L1, then theirs, by kind and class of site", () => {
    const world = founded();
    for (const issue of ['1', '2', '3', '4', '5']) {
      expect(factsOfNew(world)).toMatchObject({ remedyMinutes: 1080, remedyAssumed: true });
      files(world, 'mia', issue);
      world.log.after(7);
      resolves(world, issue);
    }
    expect(factsOfNew(world)).toMatchObject({ remedyMinutes: 7, remedyAssumed: false });
    expect(factsOfNew(world, { kind: 'damaged' })).toMatchObject({ remedyMinutes: 1620, remedyAssumed: true });
    expect(factsOfNew(world, { site: null }).remedyAssumed).toBe(true);
  });
});

describe('earlier successes', () => {
  const after = (days: number, world: RoutedLog) => {
    world.log.after(days * DAY);
    return factsOfNew(world).earlierSuccesses;
  };
  const resolved = (facts: Partial<IssueFacts> = {}, outcome: 'fixed' | 'failed' = 'fixed') => {
    const world = founded();
    files(world, 'mia', '1', facts);
    resolves(world, '1', outcome);
    return world;
  };

  it('count from day 14 to day 180', () => {
    expect(after(13, resolved())).toBe(0);
    expect(after(14, resolved())).toBe(1);
    expect(after(180, resolved())).toBe(0);
  });

  it('are of the same pattern', () => {
    expect(after(14, resolved({ kind: 'damaged' }))).toBe(0);
    expect(after(14, resolved({ site: null }))).toBe(0);
    expect(after(14, resolved({ partner: null }))).toBe(0);
    expect(after(14, resolved({ order: 'o9', units: 3 }))).toBe(1);
  });

  it('are not what failed, or ever stood above L1', () => {
    expect(after(14, resolved({}, 'failed'))).toBe(0);
    expect(after(14, resolved(GRAVE))).toBe(0);
  });

  it('are not what was reopened within 14 days; later it stays one', () => {
    const soon = resolved();
    soon.log.after(13 * DAY);
    does(soon, 'mia', '1', { type: 'IssueReopened', data: { reason } });
    expect(after(10, soon)).toBe(0);
    const late = resolved();
    late.log.after(20 * DAY);
    does(late, 'mia', '1', { type: 'IssueReopened', data: { reason } });
    expect(after(1, late)).toBe(1);
  });

  it('name the last of them', () => {
    const world = resolved();
    world.log.after(14 * DAY);
    expect(factsOfNew(world).sources.novelty).toEqual({ stream: 'issue-1', revision: 1 });
  });
});

describe('a critical detail', () => {
  it('has a row of successes, at whatever level; a failure begins it anew', () => {
    const world = founded();
    const critical = { ...GRAVE, criticalDetail: 'configured' };
    for (const issue of ['1', '2', '3']) {
      files(world, 'mia', issue, critical);
      resolves(world, issue);
    }
    expect(factsOfNew(world, critical).critical).toEqual({ detail: 'configured', successesInARow: 0 });
    world.log.after(14 * DAY);
    expect(factsOfNew(world, critical).critical?.successesInARow).toBe(3);
    files(world, 'mia', '4', critical);
    resolves(world, '4', 'failed');
    expect(factsOfNew(world, critical).critical?.successesInARow).toBe(0);
    expect(factsOfNew(world).critical).toBeNull();
  });
});

describe('hand-offs', () => {
  it('do not count while the former owner is away', () => {
    const world = founded();
    files(world, 'mia', '1');
    const data = { absenceId: 'a', from: '2026-01-05T09:30:00.000Z', until: '2026-01-05T10:00:00.000Z', substitute: null };
    world.record('person-', 'mia', { type: 'AbsencePlanned', data });
    world.log.after(45);
    does(world, 'lea', '1', { type: 'IssueReassigned', data: { to: 'moe', reason } });
    expect(factsOf(world, '1').handOffs).toBe(0);
    world.log.after(60);
    does(world, 'lea', '1', { type: 'IssueReassigned', data: { to: 'mia', reason } });
    expect(factsOf(world, '1').handOffs).toBe(1);
  });
});

describe('time without a decision', () => {
  it('is working time since filing, and since the decision once there was one', () => {
    const world = founded();
    files(world, 'mia', '1');
    world.log.after(DAY);
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { visibility: 1 } } });
    expect(factsOf(world, '1').heldMinutes).toBe(540);
    const words = { option: 'no' as const, decision: reason, rationale: reason, optionsConsidered: [] };
    const decided = { ...words, commitmentMinor: 0, coveredMinor: 0, grant: { person: 'mia', grantId: 'g' }, selfDecided: true };
    does(world, 'mia', '1', { type: 'IssueDecided', data: decided });
    world.log.after(60);
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { ask: asks(10) } } });
    expect(factsOf(world, '1').heldMinutes).toBe(60);
  });
});

describe('load', () => {
  const load = (world: RoutedLog) => factsOfNew(world, { partner: null }).load;

  it('is 0 when nothing is asked of anybody, and 100 where nobody is', () => {
    expect(load(founded())).toEqual([0, 0, 0]);
    const world = founded();
    for (const id of ['lea', 'lou']) world.record('person-', id, { type: 'PersonLeft', data: { reason } });
    expect(load(world)).toEqual([0, 100, 0]);
  });

  it('is what open escalations are expected to take, of the weekly minutes of those present', () => {
    const world = founded();
    for (let i = 1; i <= 6; i++) files(world, 'mia', String(i), GRAVE);
    expect(load(world)[1]).toBe(Math.floor((100 * 6 * 20) / 480));
    const away = { absenceId: 'a', from: world.log.now, until: '2026-01-09T10:00:00.000Z', substitute: null };
    world.record('person-', 'lou', { type: 'AbsencePlanned', data: away });
    expect(load(world)[1]).toBe(Math.floor((100 * 6 * 20) / 240));
  });

  it('is what was spent in the last seven days: a claim at its length, at most an hour', () => {
    const world = founded();
    const spends = (issue: string, minutes: number | null) => {
      files(world, 'mia', issue, GRAVE);
      if (minutes !== null)
        world.onEscalation(issue, { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: '2026-02-01T09:00:00.000Z' } });
      world.log.after(minutes ?? 0);
      world.onEscalation(issue, { type: 'EscalationReturned', data: { to: 'mia', guidance: reason, until: null } });
    };
    spends('1', 48);
    expect(load(world)[1]).toBe(10);
    spends('2', 500);
    expect(load(world)[1]).toBe(Math.floor((100 * (48 + 60)) / 480));
    spends('3', null);
    expect(load(world)[1]).toBe(Math.floor((100 * (48 + 60 + 20)) / 480));
    world.log.after(7 * DAY - 501);
    expect(load(world)[1]).toBe(Math.floor((100 * (48 + 60 + 20)) / 480));
    world.log.after(1);
    expect(load(world)[1]).toBe(Math.floor((100 * (60 + 20)) / 480));
  });

  it('counts contacts with a partner too', () => {
    const world = founded();
    const putForward = { stream: 'partner-dev.acme', revision: 1 };
    const sheet = { programme: 'dev', partner: 'acme', rank: 2, counterpart: 'lea', until: '2026-01-19T09:00:00.000Z', putForward };
    world.record('callsheet-', 's', { type: 'CallSheetOpened', data: sheet });
    world.record('callsheet-', 's', { type: 'PartnerContacted', data: { by: 'lea', note: reason, minutes: 24 } });
    expect(load(world)[1]).toBe(5);
  });
});

describe('expected minutes', () => {
  it("are the policy's until ten decisions on the action were claimed, then their median", () => {
    const world = founded();
    const expected = () => world.route('1').pool.expectedMinutes;
    files(world, 'mia', '1', { ask: asks(10) });
    expect(expected()).toBe(20);
    const decision = {
      option: 'no' as const,
      decision: reason,
      rationale: reason,
      optionsConsidered: [],
      commitmentMinor: 0,
      coveredMinor: 0,
    };
    const rest = { spend: null, grant: { person: 'lea', grantId: 'g' }, decisionGroup: null, takesEffectAt: world.log.now, by: 'lea' };
    for (let i = 0; i < 10; i++) {
      files(world, 'mia', `d${i}`, { ...GRAVE, ask: asks(10) });
      world.onEscalation(`d${i}`, { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: '2026-02-01T09:00:00.000Z' } });
      world.log.after(i + 1);
      world.onEscalation(`d${i}`, { type: 'EscalationDecided', data: { ...decision, ...rest } });
    }
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { visibility: 1 } } });
    expect(expected()).toBe(5);
    does(world, 'mia', '1', { type: 'IssueAmended', data: { changes: { ask: null } } });
    expect(expected()).toBe(20);
  });
});

describe('the phase', () => {
  const phase = (world: RoutedLog) => factsOfNew(world).phase;

  it('is launch until its end, then scaling; renewed, it is launch again', () => {
    const world = founded();
    expect(phase(world)).toBe('launch');
    world.log.at('2026-03-06T09:00:00.000Z');
    expect(phase(world)).toBe('scaling');
    world.record('programme-', 'dev', { type: 'LaunchRenewed', data: { until: '2026-04-01T09:00:00.000Z', reason } });
    expect(phase(world)).toBe('launch');
    world.record('programme-', 'dev', { type: 'PhaseChanged', data: { phase: 'steady', reason } });
    expect(phase(world)).toBe('steady');
  });
});

describe('a programme', () => {
  it("learns from its own cases, and is routed by the organisation's policy unless it has one", () => {
    const world = founded();
    startsProgramme(world, 'ops');
    files(world, 'mia', '1');
    resolves(world, '1');
    world.log.after(14 * DAY);
    files(world, 'mia', '2', CALM, 'ops');
    expect(factsOf(world, '2').earlierSuccesses).toBe(0);
    const own = { ...POLICY, name: 'Ops' };
    world.record('policy-', 'ops-policy', {
      type: 'PolicyProposed',
      data: { hash: 'ops-policy', policy: own, by: 'root', builtIn: false, note: null },
    });
    const tomorrow = '2026-01-20T09:00:00.000Z';
    world.record('policybook-', 'ops', {
      type: 'PolicyActivated',
      data: { hash: 'ops-policy', scope: 'ops', effectiveFrom: tomorrow, approvedIn: null },
    });
    files(world, 'mia', '3', CALM, 'ops');
    world.log.at(tomorrow);
    files(world, 'mia', '4', CALM, 'ops');
    files(world, 'mia', '5');
    expect(['3', '4', '5'].map((issue) => world.route(issue).policy)).toEqual(['a'.repeat(64), 'ops-policy', 'a'.repeat(64)]);
  });
});
