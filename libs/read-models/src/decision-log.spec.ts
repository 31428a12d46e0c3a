import { afterEach, describe, expect, it } from '@jest/globals';
import type { EscalationEvent } from '#domain';
import type { DecisionFilters, DecisionLogEntry } from './decision-log.js';
import type { Visibility } from './reading.js';
import { later, Scene } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { ALL, viewsOf, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(async () => {
  await views?.close();
  views = undefined;
});

async function log(scene: Scene, filters: DecisionFilters = {}, visibility: Visibility = ALL): Promise<readonly DecisionLogEntry[]> {
  views ??= await viewsOf(scene.events);
  const moment = { now: scene.log.now, index: null };
  return (await views.decisionLog.page({ visibility, moment, filters, limit: 50, cursor: null })).items;
}

const opened = () => new Scene().setUp().file('1', { title: 'Late at Moss Ridge' }).escalate('1');
const decidedByMia = (scene: Scene, cents: number, selfDecided = false) => ({
  type: 'IssueDecided' as const,
  data: { ...scene.decision('mia', cents), selfDecided },
});

describe('an entry of the decision log', () => {
  it('says what was decided, by whom, why, and by what authority', async () => {
    const scene = opened();
    scene.decide('e1', 'lea', 1200_00);
    expect(await log(scene)).toEqual([
      {
        id: 'escalation-e1@1',
        index: scene.events.length - 1,
        at: scene.log.now,
        verdict: 'decided',
        status: 'pending',
        issue: '1',
        issueTitle: 'Late at Moss Ridge',
        escalation: 'e1',
        programme: 'dev',
        region: 'north',
        partner: 'acme',
        level: 2,
        by: { id: 'lea', name: 'Name of lea', title: 'Title of lea' },
        reportedBy: null,
        option: 'recommended',
        decision: 'Send the van',
        rationale: 'Schools wait',
        optionsConsidered: ['Wait'],
        commitmentMinor: 1200_00,
        coveredMinor: 1200_00,
        grant: { person: 'lea', grantId: 'g1' },
        selfDecided: false,
        decisionGroup: null,
        playbook: null,
        to: null,
        supersedes: null,
        outcome: null,
      },
    ]);
  });

  it("is a manager's own, in effect at once", async () => {
    const scene = new Scene().setUp().file('1');
    scene.onIssue('1', decidedByMia(scene, 5_00, true));
    expect(await log(scene)).toMatchObject([
      { id: 'issue-1@1', escalation: null, level: 1, by: { id: 'mia' }, status: 'in_effect', selfDecided: true, commitmentMinor: 5_00 },
    ]);
  });

  const onDecided = (...events: readonly EscalationEvent[]) => {
    const scene = opened().decide('e1');
    for (const event of events) scene.onEscalation('e1', event);
    return scene;
  };
  const tookEffect: EscalationEvent = { type: 'DecisionTookEffect', data: { decisionRevision: 1 } };
  const withdrawn = (decisionRevision: number, beforeEffect: boolean): EscalationEvent => ({
    type: 'DecisionWithdrawn',
    data: { decisionRevision, reason: null, beforeEffect },
  });
  const superseding = (): EscalationEvent => ({
    type: 'DecisionSuperseded',
    data: { ...new Scene().decision('lea', 7_00), by: 'lea', supersedes: 1 },
  });

  it.each<[string, readonly EscalationEvent[], readonly string[]]>([
    ['takes effect', [tookEffect], ['in_effect']],
    ['is undone before', [withdrawn(1, true)], ['undone']],
    ['is withdrawn afterwards', [tookEffect, withdrawn(1, false)], ['withdrawn']],
    ['is superseded', [tookEffect, superseding()], ['pending', 'superseded']],
    ['stands again when what superseded it is undone', [tookEffect, superseding(), withdrawn(3, true)], ['undone', 'in_effect']],
  ])('%s', async (_what, events, statuses) => {
    expect((await log(onDecided(...events))).map(({ status }) => status)).toEqual(statuses);
  });

  it('names what it supersedes, and what came of it', async () => {
    const review: EscalationEvent = {
      type: 'OutcomeReviewed',
      data: { decisionRevision: 1, verdict: 'worse', lesson: sealed('Call earlier') },
    };
    const [second, first] = await log(onDecided(tookEffect, review, superseding()));
    expect(second).toMatchObject({ verdict: 'superseding', supersedes: 'escalation-e1@1', outcome: null });
    expect(first).toMatchObject({ supersedes: null, outcome: { verdict: 'worse', lesson: 'Call earlier' } });
  });

  it('is told by somebody else and confirmed by the decider', async () => {
    const scene = opened();
    const told = { ...scene.decision('lea', 3_00), reportId: 'r1' };
    scene.onEscalation('e1', { type: 'DecisionReported', data: { ...told, decider: 'lea', saidAt: scene.log.now } }, 'mia');
    expect(await log(scene)).toEqual([]);
    await views?.close();
    views = undefined;
    scene.onEscalation('e1', { type: 'DecisionConfirmed', data: { ...told, by: 'lea' } });
    expect(await log(scene)).toMatchObject([{ verdict: 'decided', by: { id: 'lea' }, reportedBy: { id: 'mia' }, commitmentMinor: 3_00 }]);
  });

  it.each<[string, EscalationEvent, Partial<Record<keyof DecisionLogEntry, unknown>>]>([
    [
      'a standing order',
      { type: 'StandingOrderApplied', data: { playbook: 'pb', option: 'no', commitmentMinor: 0 } },
      { verdict: 'standing_order', by: null, playbook: 'pb', option: 'no', status: 'in_effect' },
    ],
    [
      'a return with advice',
      { type: 'EscalationReturned', data: { to: 'mia', guidance: sealed('Ask the carrier'), until: null } },
      { verdict: 'returned', by: { id: 'lea' }, to: { id: 'mia' }, decision: 'Ask the carrier' },
    ],
    [
      'a hand-over',
      { type: 'EscalationHandedOver', data: { to: 'max', goodLooksLike: sealed('All by Friday') } },
      { verdict: 'handed_over', to: { id: 'max' }, decision: 'All by Friday' },
    ],
  ])('may be %s', async (_what, event, entry) => {
    expect(await log(opened().onEscalation('e1', event))).toMatchObject([entry]);
  });

  it('is of the level to which the case had come', async () => {
    const scene = opened();
    const { now } = scene.log;
    const clocks = { acknowledgeBy: later(now, 60), warnAt: later(now, 90), decideBy: later(now, 120) };
    const ifNobodyDecides = { step: 'stays', at: later(now, 120), to: null, level: 3, playbook: null } as const;
    const up = {
      fromLevel: 2,
      level: 3,
      holder: 'eva',
      because: 'leader',
      by: 'lea',
      reason: null,
      route: null,
      clocks,
      ifNobodyDecides,
    } as const;
    scene.onEscalation('e1', { type: 'EscalationSteppedUp', data: up }).decide('e1', 'eva');
    expect(await log(scene)).toMatchObject([{ level: 3, by: { id: 'eva' } }]);
  });
});

describe('the decision log', () => {
  /** Mia decides 1 on Monday, Lea 2 and Eva 3 two days later. */
  const week = () => {
    const scene = new Scene().setUp().programme('two');
    scene
      .file('1', { title: 'Wet boxes' })
      .onIssue('1', decidedByMia(scene, 5_00, true))
      .after(2 * 1440);
    scene.file('2', { partner: 'bolt', title: 'Late' }).escalate('2').decide('e2', 'lea', 900_00);
    scene.file('3', { programme: 'two', region: 'south' }).escalate('3', {}, { programme: 'two' }).decide('e3', 'eva', 70_00);
    return scene;
  };
  const wednesday = '2026-01-07T00:00:00.000Z';

  it.each<[string, DecisionFilters, readonly string[]]>([
    ['newest first', {}, ['3', '2', '1']],
    ['by person', { person: 'lea' }, ['2']],
    ['by programme', { programme: 'two' }, ['3']],
    ['by partner', { partner: 'bolt' }, ['2']],
    ['by issue', { issue: '1' }, ['1']],
    ['by verdict', { verdict: 'returned' }, []],
    ['by those decided for oneself', { selfDecided: true }, ['1']],
    ['by those not decided for oneself', { selfDecided: false }, ['3', '2']],
    ['from a day on', { from: wednesday }, ['3', '2']],
    ['until a day', { until: wednesday }, ['1']],
    ['by amount', { leastMinor: 6_00, mostMinor: 70_00 }, ['3']],
    ['by words of the title', { text: 'box' }, ['1']],
    ['by words of title and rationale together', { text: 'late schools' }, ['2']],
    ['by a word that nobody wrote', { text: 'helicopter' }, []],
  ])('lists %s', async (_what, filters, issues) => {
    expect((await log(week(), filters)).map(({ issue }) => issue)).toEqual(issues);
  });

  it.each<[string, Visibility, readonly string[]]>([
    ['one programme', { person: 'ann', everything: false, scopes: [{ programme: 'two' }] }, ['3']],
    ['one region of it', { person: 'ann', everything: false, scopes: [{ programme: 'two', region: 'north' }] }, []],
    ['what one has decided', { person: 'lea', everything: false, scopes: [] }, ['2']],
  ])('shows a reader %s', async (_what, visibility, issues) => {
    const scene = week();
    expect((await log(scene, {}, visibility)).map(({ issue }) => issue)).toEqual(issues);
    const moment = { now: scene.log.now, index: null };
    const entry = await views?.decisionLog.entry({ id: 'escalation-e3@1', visibility, moment });
    expect(entry?.issue ?? null).toBe(issues.includes('3') ? '3' : null);
  });

  it('counts who decided, without what was undone', async () => {
    const scene = week().file('4').escalate('4').decide('e4');
    scene.onEscalation('e4', { type: 'DecisionWithdrawn', data: { decisionRevision: 1, reason: null, beforeEffect: true } });
    scene.onEscalation('e4', { type: 'StandingOrderApplied', data: { playbook: 'pb', option: 'no', commitmentMinor: 0 } });
    views = await viewsOf(scene.events);
    const counts = (since: string) => views?.decisionLog.counts({ visibility: ALL, moment: { now: scene.log.now, index: null }, since });
    expect(await counts('2026-01-01T00:00:00.000Z')).toEqual({ byManagers: 1, byLeaders: 2, byStandingOrder: 1 });
    expect(await counts(wednesday)).toEqual({ byManagers: 0, byLeaders: 2, byStandingOrder: 1 });
  });
});
