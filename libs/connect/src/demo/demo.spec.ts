import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FileIssue } from '#domain';
import { initialRouterState, step } from '#domain/routing/router-fold';
import { unsealPersonal } from '#vault';
import { ANN, DANA, MARCUS } from './cast.js';
import { DEMO_CARDS, demoTokens } from './demo-tokens.js';
import { demoIdOf } from './stage.js';
import { ENDS } from './story-time.js';
import { PlayedDemo } from './testing/played-demo.js';
import { World } from './world.js';

const demo = new PlayedDemo();
beforeAll(() => demo.play(), 120_000);
afterAll(() => demo.engine.stop());

const dana = { kind: 'person', id: DANA, auth: { method: 'test', id: 'dana' }, roles: null } as const;
const lateAtMossRidge = (units: number): FileIssue => ({
  type: 'FileIssue',
  programme: 'devices',
  title: 'Late, Moss Ridge',
  description: null,
  externalReference: null,
  lines: 1,
  kind: 'late',
  site: 'moss-ridge',
  partner: null,
  order: null,
  serials: [],
  units,
  valueAtRisk: null,
  delayCostPerDay: null,
  neededBy: '2026-09-30T20:00:00.000Z',
  workaroundUntil: null,
  visibility: null,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
});

describe('the demo', () => {
  it('is marked as one as soon as there is a programme, and plays 45 days up to a working hour', () => {
    const marked = demo.log.findIndex(({ type }) => type === 'DemoMarked');
    expect(demo.log[marked - 1]?.type).toBe('ProgrammeStarted');
    expect(marked).toBeLessThan(10);
    expect(demo.of('DemoMarked')[0]?.data.seed).toBe(demo.report.seed);
    expect(demo.log.at(-1)?.recordedAt).toBe(ENDS);
    expect(demo.time.now()).toBe(ENDS);
    expect(demo.faults).toEqual([]);
  });

  it('is made without chance: every id follows from another', () => {
    const ids = demo.log.flatMap(({ id, causationId, correlationId }) => [id, causationId, correlationId]);
    expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-5/.test(id))).toEqual([]);
    const people = demo.log.filter(({ actor }) => !actor.startsWith('system:'));
    expect(people.filter(({ origin }) => origin !== demoIdOf(demo.report.seed))).toEqual([]);
  });

  it('holds about 1,200 issues, of which a third goes up at first, and a twelfth later', () => {
    const issues = demo.of('IssueFiled').length;
    expect(issues).toBeGreaterThan(1_150);
    expect(issues).toBeLessThan(1_250);
    const [first, second] = demo.report.cases.policies.map(({ issues: routed, sentUp }) => Math.round((100 * sentUp) / routed));
    expect(first).toBeGreaterThanOrEqual(25);
    expect(first).toBeLessThanOrEqual(33);
    expect(second).toBeGreaterThanOrEqual(6);
    expect(second).toBeLessThanOrEqual(10);
  });

  it('shows every reason for which something goes up, stays, or comes back', () => {
    const { routesByLevel, floors, ceilings, holds, keptDownByLoad, reviewsThatRaised, timeOuts, provisional } = demo.report.cases;
    const counts = {
      ...routesByLevel,
      ...floors,
      ...ceilings,
      ...holds,
      ...timeOuts,
      keptDownByLoad,
      reviewsThatRaised,
      provisional,
    };
    const wanted = ['1', '2', '3', 'AMOUNT', 'ACTION', 'SAFETY', 'CRITICAL', 'ROADBLOCK', 'CALLED_MINE', 'HANDED_OVER', 'CALLED_DELEGATE'];
    for (const name of [...wanted, ...Object.keys(counts)])
      expect({ name, count: counts[name as keyof typeof counts] ?? 0 }).not.toEqual({ name, count: 0 });
  });

  it('shows every way in which a leader can answer, and a manager decide', () => {
    const { leaders, managers } = demo.report.cases.decisions;
    expect(Object.keys(leaders).sort()).toEqual(['alternative', 'no', 'other', 'recommended']);
    expect(managers.recommended).toBeGreaterThan(20);
    expect(demo.report.cases.selfDecided).toBeGreaterThan(20);
    const wanted = [
      ...[
        'EscalationReturned',
        'EscalationHandedOver',
        'EscalationReassigned',
        'EscalationReleased',
        'EscalationSteppedUp',
        'EscalationWithdrawn',
      ],
      ...[
        'QuestionAsked',
        'QuestionAnswered',
        'EscalationSnoozed',
        'SnoozeEnded',
        'DecisionWithdrawn',
        'DecisionSuperseded',
        'OutcomeReviewed',
      ],
      ...['DecisionReported', 'ReportDenied', 'DecisionConfirmed', 'StandingOrderApplied', 'IssueReassigned', 'IssueLinkedAsDuplicate'],
      ...['IssueWithdrawn', 'IssueReopened', 'NoteAdded', 'HandOverGiven', 'AbsencePlanned', 'ConflictDeclared', 'ExchangeRateRecorded'],
      ...['PartnerPutForward', 'PartnerContacted', 'CallSheetClosed', 'PolicyApproved', 'LaunchRenewed'],
    ];
    for (const type of wanted) expect([type, demo.report.cases.eventsByType[type] ?? 0]).not.toEqual([type, 0]);
    const groups = demo.of('EscalationDecided').filter(({ data }) => data.decisionGroup === 'one-lot');
    expect(groups.length).toBe(3);
    expect(demo.of('EscalationWithdrawn').map(({ data }) => data.because)).toEqual(expect.arrayContaining(['hand', 'route_fell']));
  });

  it('lets two administrators change the policy: who proposed it did not approve it', () => {
    const [approved] = demo.of('PolicyApproved');
    const proposed = demo.of('PolicyProposed').find(({ stream }) => stream === approved?.stream);
    expect(proposed?.actor).not.toBe(approved?.actor);
    expect(approved?.data.selfApproved).toBe(false);
  });

  it('gives the counterpart of a vice president one call sheet for forty open issues', () => {
    const [sheet] = demo.of('CallSheetOpened').filter(({ data }) => data.partner === 'brightpath');
    expect(sheet?.data).toMatchObject({ counterpart: ANN, rank: 3 });
    const routed = demo.of('IssueRouted').filter(({ data }) => data.trigger.stream === 'partner-devices.brightpath');
    expect(routed.length).toBeGreaterThanOrEqual(40);
  });

  it('has nothing that cannot be read: titles, decisions, reasons', async () => {
    const decisions = [...demo.of('EscalationDecided'), ...demo.of('IssueDecided')];
    const words = (await unsealPersonal(demo.vault, decisions)).flatMap(({ decision, rationale }) => [decision, rationale]);
    const titles = (await unsealPersonal(demo.vault, demo.of('IssueFiled'))).map(({ title }) => title);
    for (const line of [...words, ...titles]) expect(line).toMatch(/^[A-Z0-9$].{9,}/);
  });

  it('folds again without any route that differs', () => {
    const state = initialRouterState();
    const met = demo.log.map((event) => step(state, event).met).filter((one) => one !== null);
    expect(met.length).toBe(demo.of('IssueRouted').length);
    expect(met.filter(({ same }) => !same)).toEqual([]);
    expect(state.unmet.size).toBe(0);
  });

  it('opens its four doors with tokens that follow from the seed', async () => {
    expect(demo.report.tokens).toEqual(demoTokens(demo.report.seed));
    expect(demo.report.tokens.map(({ card }) => card)).toEqual(DEMO_CARDS);
    for (const { text, person } of demo.report.tokens) expect((await demo.engine.authenticate(text)).claim.id).toBe(person);
  });

  it('leaves Ann a dozen decisions, one with everything that it takes, and nobody’s desk empty', async () => {
    const world = new World();
    for (const event of demo.log) world.fold(event);
    const waiting = world.waitingFor(ANN);
    expect(waiting.length).toBeGreaterThanOrEqual(10);
    expect(waiting.length).toBeLessThanOrEqual(15);
    const truck = waiting.find(({ seen }) => seen.issue.facts.site === 'moss-ridge');
    expect(truck?.state).toMatchObject({ status: 'acknowledged', ifNobodyDecides: { step: 'standing_order' } });
    expect(truck?.seen.issue.facts).toMatchObject({
      units: 1_792,
      ask: { spend: { routed: { minor: 68_633_600 } }, hasAlternative: true },
    });
    const open = [...world.cases.values()].filter(({ issue }) => issue.status === 'open' || issue.status === 'decided');
    expect(new Set(open.map((seen) => world.ownerOf(seen))).size).toBeGreaterThanOrEqual(10);
  });

  // These two go on from where the story ends, in this order.
  it('sends 1,792 late devices to Ann, and leaves 20 with Dana', async () => {
    for (const [units, holder] of [
      [20, DANA],
      [1_792, ANN],
    ] as const) {
      // prettier-ignore
      const filed = await demo.engine.handle('issue', { id: null, claim: dana, identity: null, command: lateAtMossRidge(units) });
      await demo.engine.rest();
      expect((await demo.engine.routeOf(filed, filed.id))?.record).toMatchObject({ changed: true, holder });
    }
  });

  it('moves what Ann has not seen to Marcus within the hour, as it had announced', async () => {
    const before = (await demo.store.head())?.index ?? 0;
    for (let due = demo.engine.nextDue(); due !== null && due <= '2026-09-29T15:00:00.000Z'; due = demo.engine.nextDue()) {
      demo.time.advanceTo(due);
      await demo.engine.rest();
    }
    const after = await demo.store.readFromIndex(before + 1, 1_000);
    const expired = after.filter(({ type }) => type === 'ClockExpired').map(({ data }) => data);
    expect(expired).toContainEqual(expect.objectContaining({ clock: 'acknowledge', hop: 'substitute', from: ANN, to: MARCUS }));
  });
});
