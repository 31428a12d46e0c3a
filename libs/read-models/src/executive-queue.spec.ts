import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { poolOrder } from '#domain/attention/pool';
import type { QueuedEscalation, QueueItem } from './executive-queue.js';
import { amount, askFor, later, Scene, usd } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { diceOf, Story } from './testing/story.js';
import { ALL, viewsOf, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(async () => views?.close());

/** The queue of a leader as it stands after the scene, at `now` (the end of the scene). */
async function queueOf(scene: Scene, leader = 'lea', now = scene.log.now) {
  views = await viewsOf(scene.events);
  const request = { leader, visibility: ALL, moment: { now, index: null } };
  const { items } = await views.executiveQueue.page({ ...request, shelf: 'waiting', limit: 50, cursor: null });
  const snoozed = await views.executiveQueue.page({ ...request, shelf: 'snoozed', limit: 50, cursor: null });
  return { items, ids: idsOf(items), snoozed: idsOf(snoozed.items), header: await views.executiveQueue.header(request) };
}

const idsOf = (items: readonly QueueItem[]) => items.map(({ id }) => id);
const opened = () => new Scene().setUp().file('1').escalate('1');
const first = (items: readonly QueueItem[]) => items[0] as QueuedEscalation;

describe('an item of the queue', () => {
  it('says what is asked, what it costs, by when, and what happens otherwise', async () => {
    const scene = new Scene().setUp();
    const ask = { ...askFor(1200_00), writeOff: amount(300_00), delayAcceptedDays: 2 };
    scene.file(
      '1',
      { title: 'Late at Moss Ridge', ask, units: 20, valueAtRisk: amount(9000_00), neededBy: '2026-01-08T09:00:00.000Z' },
      'max',
    );
    scene.after(5).escalate('1', { decideIn: 6000 }, { provisional: true, question: 'VISIBILITY' });
    const item = first((await queueOf(scene)).items);
    expect(item).toMatchObject({
      id: 'e1',
      issue: '1',
      title: 'Late at Moss Ridge',
      revision: 0,
      level: 2,
      status: 'open',
      holder: { id: 'lea', name: 'Name of lea', title: 'Title of lea' },
      owner: { id: 'mia' },
      filedBy: { id: 'max' },
      partner: { code: 'acme', name: 'Partner acme' },
      site: { code: 's1', name: 'School s1' },
      ask: { action: 'spend', recommendation: 'Spend 120000', alternative: 'Wait a week', amount: usd(1500_00), delayAcceptedDays: 2 },
      clocks: { decideBy: later('2026-01-05T09:05:00.000Z', 6000) },
      ifNobodyDecides: { step: 'level', to: { id: 'eva', name: 'Name of eva' }, level: 3 },
      facts: { kind: 'late', units: 20, valueAtRisk: usd(9000_00), delayCostPerDayMinor: 1000_00, delayCostAssumed: false },
      provisional: true,
      missing: 'VISIBILITY',
      barred: ['max'],
      mayReturn: true,
      urgent: false,
      safety: false,
    });
  });

  it('has no amount where a part of it could not be converted', async () => {
    const unknown = { stated: { minor: 5, currency: 'XAF' }, routed: null };
    const scene = new Scene()
      .setUp()
      .file('1', { ask: { ...askFor(100), writeOff: unknown } })
      .escalate('1');
    expect(first((await queueOf(scene)).items).ask?.amount).toBeNull();
  });

  it('follows its issue and its routes', async () => {
    const scene = opened();
    scene.onIssue('1', {
      type: 'IssueAmended',
      data: { changes: { units: 7, exposure: 'safety', ask: askFor(5_00) }, title: sealed('Worse than told') },
    });
    scene.route('1', { route: 'escalated', level: 2, holder: 'lea', pool: { delayCostPerDay: 42, assumed: true, expectedMinutes: 5 } });
    const item = first((await queueOf(scene)).items);
    expect(item).toMatchObject({ title: 'Worse than told', safety: true, expectedMinutes: 5, issueRevision: 1, routeRevision: 1 });
    expect(item.facts).toMatchObject({ units: 7, exposure: 'safety', delayCostPerDayMinor: 42, delayCostAssumed: true });
    expect(item.ask).toMatchObject({ recommendation: 'Spend 500', amount: usd(5_00) });
  });

  it('shows a question, its answer, and a decision that somebody told of', async () => {
    const scene = opened().onEscalation('e1', {
      type: 'QuestionAsked',
      data: { questionId: 'q', of: 'mia', question: sealed('How many?') },
    });
    expect(first((await queueOf(scene)).items)).toMatchObject({
      question: { id: 'q', of: { id: 'mia' }, text: 'How many?' },
      answer: null,
    });
    await views?.close();
    scene.onEscalation('e1', { type: 'QuestionAnswered', data: { questionId: 'q', answer: sealed('Twenty') } }, 'mia');
    const told = { ...scene.decision('lea', 5_00), reportId: 'r', decider: 'lea', saidAt: scene.log.now };
    scene.onEscalation('e1', { type: 'DecisionReported', data: told }, 'mia');
    const report = { id: 'r', decider: { id: 'lea' }, decision: 'Send the van' };
    expect(first((await queueOf(scene)).items)).toMatchObject({ question: null, answer: 'Twenty', report });
  });

  it('may be sent back once', async () => {
    const scene = new Scene().setUp().file('1').escalate('1', { requests: 2 });
    expect(first((await queueOf(scene)).items).mayReturn).toBe(false);
  });
});

describe('a queue', () => {
  it('loses what is decided, and has it back when that is undone', async () => {
    const scene = opened().decide('e1');
    expect((await queueOf(scene)).ids).toEqual([]);
    await views?.close();
    scene.onEscalation('e1', { type: 'DecisionWithdrawn', data: { decisionRevision: 1, reason: null, beforeEffect: true } });
    expect((await queueOf(scene)).ids).toEqual(['e1']);
  });

  it.each([
    ['returned', { type: 'EscalationReturned', data: { to: 'mia', guidance: sealed('Call them'), until: null } }],
    ['handed over', { type: 'EscalationHandedOver', data: { to: 'max', goodLooksLike: sealed('All by Friday') } }],
    ['withdrawn', { type: 'EscalationWithdrawn', data: { because: 'route_fell', reason: null } }],
    ['settled by a standing order', { type: 'StandingOrderApplied', data: { playbook: 'p', option: 'no', commitmentMinor: 0 } }],
  ] as const)('loses what is %s', async (_what, event) => {
    expect((await queueOf(opened().onEscalation('e1', event))).ids).toEqual([]);
  });

  it('gives a claimed item to who claimed it, and a reassigned one to the next', async () => {
    const scene = opened().onEscalation(
      'e1',
      { type: 'EscalationClaimed', data: { by: 'eva', timeBoxUntil: '2026-01-20T09:00:00.000Z' } },
      'eva',
    );
    expect(first((await queueOf(scene, 'eva')).items)).toMatchObject({ status: 'claimed', by: { id: 'eva' }, holder: { id: 'eva' } });
    await views?.close();
    scene.onEscalation('e1', { type: 'EscalationReassigned', data: { to: 'lea', reason: null, route: null } }, 'eva');
    expect((await queueOf(scene, 'eva')).ids).toEqual([]);
    await views?.close();
    expect((await queueOf(scene, 'lea')).ids).toEqual(['e1']);
  });

  it('sets snoozed items aside and counts them', async () => {
    const scene = opened().file('2').escalate('2');
    scene.onEscalation('e1', { type: 'EscalationSnoozed', data: { until: later(scene.log.now, 60), untilFactChanges: true } });
    const { ids, snoozed, header } = await queueOf(scene);
    expect({ ids, snoozed }).toEqual({ ids: ['e2'], snoozed: ['e1'] });
    expect(header).toMatchObject({ waiting: 1, snoozed: 1, minutes: 20 });
  });

  it('shows those of an absent leader to who acts for them', async () => {
    const scene = opened().person('lou', 2, 'eva');
    const absence = { absenceId: 'a', from: scene.log.now, until: later(scene.log.now, 600), substitute: 'lou' };
    scene.onPerson('lea', { type: 'AbsencePlanned', data: absence });
    const { items, header } = await queueOf(scene, 'lou');
    expect(items).toMatchObject([{ id: 'e1', actingFor: true, holder: { id: 'lea' } }]);
    expect(header).toMatchObject({ waiting: 1, actingFor: [{ id: 'lea' }] });
    await views?.close();
    expect((await queueOf(scene, 'lou', absence.until)).ids).toEqual([]);
  });

  it('puts what presses first, safety before the rest, then the greater cost a minute, then what was filed first', async () => {
    const scene = new Scene().setUp();
    const calm = { decideIn: 60_000 };
    const pool = (delayCostPerDay: number, expectedMinutes = 20) => ({ pool: { delayCostPerDay, assumed: false, expectedMinutes } });
    scene.file('a').escalate('a', calm, pool(100)).file('b').escalate('b', calm, pool(900)).file('c').escalate('c', calm, pool(100));
    scene.file('d').escalate('d', calm, pool(500, 5)).file('e', { exposure: 'safety' }).escalate('e', calm, pool(1));
    scene.file('f').escalate('f', {}, pool(1)).file('g', { exposure: 'legal' }).escalate('g', {}, pool(1));
    expect((await queueOf(scene)).ids).toEqual(['eg', 'ef', 'ed', 'eb', 'ea', 'ec', 'ee']);
  });

  it('lets an item come first when it can wait no longer, with or without an entry in the log', async () => {
    const scene = new Scene()
      .setUp()
      .file('1')
      .escalate('1', { decideIn: 6000 }, { pool: { delayCostPerDay: 1, assumed: false, expectedMinutes: 20 } });
    scene.file('2').escalate('2', { decideIn: 60_000 });
    expect((await queueOf(scene)).ids).toEqual(['e2', 'e1']);
    await views?.close();
    const muchLater = later(scene.log.now, 5000);
    const { ids, items, header } = await queueOf(scene, 'lea', muchLater);
    expect(ids).toEqual(['e1', 'e2']);
    expect(items.map(({ urgent }) => urgent)).toEqual([true, false]);
    expect(header.urgent).toEqual({ count: 1, before: later(scene.log.now, 6000) });
    await views?.close();
    scene.after(5000).onIssue('2', { type: 'NoteAdded', data: { text: sealed('Still nothing') } });
    const known = await queueOf(scene, 'lea', muchLater);
    expect(known.ids).toEqual(['e1', 'e2']);
    expect(known.header.urgent).toEqual(header.urgent);
  });

  it('is in the order of the domain, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0x7fff_ffff }), async (seed) => {
        const { scene } = new Story(diceOf(seed)).steps(150);
        const filedIn = new Map(scene.events.filter(({ type }) => type === 'IssueFiled').map(({ stream, index }) => [stream, index]));
        for (const leader of ['lea', 'lou', 'eva']) {
          const { items } = await queueOf(scene, leader);
          const pool = items.map((item) => ({
            urgent: item.urgent,
            safety: item.kind === 'escalation' && item.safety,
            delayCostPerDay: item.kind === 'escalation' ? item.facts.delayCostPerDayMinor : 0,
            expectedMinutes: item.expectedMinutes,
            logIndex: item.kind === 'escalation' ? (filedIn.get(`issue-${item.issue}`) as number) : item.openedIndex,
          }));
          expect(pool).toEqual(pool.toSorted(poolOrder));
          await views?.close();
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('the attention of a leader', () => {
  const claim = (scene: Scene) =>
    scene.onEscalation('e1', { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: later(scene.log.now, 6000) } });

  it('counts what a decision took since it was claimed, and no more than the policy says', async () => {
    const scene = claim(opened());
    const claimed = await queueOf(scene);
    expect(claimed.header.attention).toEqual({ recordedMinutes: 0, budgetMinutes: 240, percent: 8, inHand: 1, handsOnLimit: 3 });
    await views?.close();
    scene.after(12).decide('e1').file('2').escalate('2').after(400);
    expect((await queueOf(scene)).header.attention).toMatchObject({ recordedMinutes: 12, percent: 13, inHand: 0 });
    await views?.close();
    scene.onEscalation('e2', { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: later(scene.log.now, 6000) } });
    scene.after(500).decide('e2');
    expect((await queueOf(scene)).header.attention).toMatchObject({ recordedMinutes: 12 + 60, inHand: 0 });
  });

  it('counts what was expected where nobody claimed it', async () => {
    expect((await queueOf(opened().after(7).decide('e1'))).header.attention.recordedMinutes).toBe(20);
  });

  it('forgets what is older than a week', async () => {
    const scene = opened().decide('e1');
    expect((await queueOf(scene, 'lea', later(scene.log.now, 7 * 1440 - 1))).header.attention.recordedMinutes).toBe(20);
    await views?.close();
    expect((await queueOf(scene, 'lea', later(scene.log.now, 7 * 1440))).header.attention.recordedMinutes).toBe(0);
  });

  it('counts in its load exactly the items that stand in the queue', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0x7fff_ffff }), async (seed) => {
        const { scene } = new Story(diceOf(seed)).steps(150);
        for (const leader of ['lea', 'lou', 'eva']) {
          const { items, snoozed, header } = await queueOf(scene, leader);
          const { waiting, minutes, callSheets, urgent, snoozed: setAside } = header;
          const counted = {
            waiting: items.length,
            snoozed: snoozed.length,
            callSheets: items.filter(({ kind }) => kind === 'call_sheet').length,
            urgent: items.filter((item) => item.urgent).length,
            minutes: items.reduce((sum, { expectedMinutes }) => sum + expectedMinutes, 0),
          };
          expect({ waiting, snoozed: setAside, callSheets, urgent: urgent.count, minutes }).toEqual(counted);
          await views?.close();
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('a call sheet', () => {
  const sheet = () => {
    const scene = new Scene().setUp();
    const { log } = scene;
    const words = { name: sealed('Vera Price'), title: sealed('Vice president') };
    const { stream, revision, id } = log
      .by('mia')
      .record('partner-', 'dev.acme', { type: 'PartnerPutForward', data: { programme: 'dev', code: 'acme', rank: 2, ...words } });
    const data = {
      programme: 'dev',
      partner: 'acme',
      rank: 2,
      counterpart: 'lea',
      until: later(log.now, 9000),
      putForward: { stream, revision },
    };
    log.by('system:router').record('callsheet-', 'c1', { type: 'CallSheetOpened', data }, id);
    return scene;
  };

  it('is one item, whatever the partner has open', async () => {
    const { items, header } = await queueOf(sheet());
    const putForward = { name: 'Vera Price', title: 'Vice president' };
    expect(items).toMatchObject([
      { kind: 'call_sheet', id: 'c1', rank: 2, contacts: 0, partner: { code: 'acme', name: 'Partner acme' }, putForward },
    ]);
    expect(header).toMatchObject({ waiting: 1, callSheets: 1 });
  });

  it('counts contacts and the minutes they took, and goes when it is closed', async () => {
    const scene = sheet();
    scene.log.by('lea').record('callsheet-', 'c1', { type: 'PartnerContacted', data: { by: 'lea', note: sealed('Agreed'), minutes: 35 } });
    const { items, header } = await queueOf(scene);
    expect(items).toMatchObject([{ contacts: 1, revision: 1 }]);
    expect(header.attention.recordedMinutes).toBe(35);
    await views?.close();
    scene.log.record('callsheet-', 'c1', { type: 'CallSheetClosed', data: { because: 'contacts' } });
    expect((await queueOf(scene)).ids).toEqual([]);
  });
});

describe('what a reader may see of a queue', () => {
  it.each([
    ['an auditor', ALL, ['e1', 'e2']],
    ['the leader', { person: 'lea', everything: false, scopes: [] }, ['e1', 'e2']],
    ['an assistant of one programme', { person: 'ann', everything: false, scopes: [{ programme: 'two' }] }, ['e2']],
    ['an assistant of one region', { person: 'ann', everything: false, scopes: [{ region: 'south' }] }, ['e2']],
    ['somebody of elsewhere', { person: 'ann', everything: false, scopes: [{ programme: 'two', region: 'north' }] }, []],
    ['nobody', { person: 'ann', everything: false, scopes: [] }, []],
  ])('as %s', async (_who, visibility, ids) => {
    const scene = new Scene().setUp().programme('two');
    scene.file('1').escalate('1').file('2', { programme: 'two', region: 'south' }).escalate('2', {}, { programme: 'two' });
    views = await viewsOf(scene.events);
    const moment = { now: scene.log.now, index: null };
    const page = await views.executiveQueue.page({ leader: 'lea', visibility, moment, shelf: 'waiting', limit: 9, cursor: null });
    expect(idsOf(page.items)).toEqual(ids);
    const { executiveQueue } = views;
    const items = await Promise.all(['e1', 'e2'].map((id) => executiveQueue.item({ id, visibility, moment })));
    expect(idsOf(items.filter((item) => item !== null))).toEqual(ids);
  });
});
