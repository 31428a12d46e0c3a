import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { covers, type Scope } from '#domain';
import type { BoardFilters, BoardRow, BoardSort, BoardView } from './board.js';
import { amount, later, Scene, usd } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { diceOf, Story } from './testing/story.js';
import { ALL, viewsOf, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(reopen);

interface Asked {
  readonly view?: BoardView;
  readonly filters?: BoardFilters;
  readonly sort?: BoardSort | null;
  readonly person?: string;
  readonly scopes?: readonly Scope[];
}

async function board(scene: Scene, { view = 'open', filters = {}, sort = null, person, scopes }: Asked = {}): Promise<readonly BoardRow[]> {
  views ??= await viewsOf(scene.events);
  const visibility = { person: person ?? 'audrey', everything: scopes === undefined, scopes: scopes ?? [] };
  const moment = { now: scene.log.now, index: null };
  return (await views.board.page({ visibility, moment, view, filters, sort, limit: 100, cursor: null })).items;
}

const ids = (rows: readonly BoardRow[]) => rows.map(({ issue }) => issue);
const scene = () => new Scene().setUp();
const rowOf = async (story: Scene, view: BoardView = 'open') => (await board(story, { view }))[0] as BoardRow;

describe('a row of the board', () => {
  it('says what is wrong, where, by when, and who decides', async () => {
    const story = scene().file('1', {
      title: 'Late at Moss Ridge',
      valueAtRisk: amount(900_00),
      neededBy: '2026-01-08T09:00:00.000Z',
      order: 'PO-1',
    });
    story.route('1', { holder: 'mia', owner: 'mia', provisional: true });
    expect(await rowOf(story)).toMatchObject({
      issue: '1',
      revision: 0,
      title: 'Late at Moss Ridge',
      kind: 'late',
      site: { code: 's1', name: 'School s1' },
      partner: { code: 'acme', name: 'Partner acme' },
      order: 'PO-1',
      units: 100,
      valueAtRisk: usd(900_00),
      due: '2026-01-08T09:00:00.000Z',
      status: 'open',
      nextStep: 'decide',
      route: 'delegated',
      level: 1,
      provisional: true,
      owner: { id: 'mia', name: 'Name of mia' },
      holder: { id: 'mia' },
      filedBy: { id: 'max', name: 'Name of max' },
      filedAt: story.log.now,
      escalation: null,
      closedAt: null,
    });
  });

  it('waits to be routed', async () => {
    expect(await rowOf(scene().file('1'))).toMatchObject({ nextStep: 'route', level: null, owner: null, holder: null, route: null });
  });

  it('is due when the workaround ends, if that is later', async () => {
    const [early, late] = ['2026-01-08T09:00:00.000Z', '2026-01-20T09:00:00.000Z'];
    expect(await rowOf(scene().file('1', { neededBy: early, workaroundUntil: late }))).toMatchObject({ neededBy: early, due: late });
    await reopen();
    expect(await rowOf(scene().file('1', { neededBy: late, workaroundUntil: early }))).toMatchObject({ due: late });
    await reopen();
    expect(await rowOf(scene().file('1', { workaroundUntil: early }))).toMatchObject({ neededBy: null, due: early });
  });

  it('is as grave as its stakes, and gravest where safety or law is touched', async () => {
    const stakes = {
      code: 'STAKES',
      value: 3,
      unit: 'stakes',
      bar: 3,
      compare: 'at_least',
      points: 75,
      weight: 25,
      score: 1875,
      facts: {},
      source: null,
    } as const;
    const time = { ...stakes, code: 'TIME', value: 50, score: 1800 } as const;
    const none = { ...stakes, code: 'NOVELTY', score: 0 } as const;
    const safety = { code: 'SAFETY', level: 2, facts: {}, source: null } as const;
    const floors = [{ ...safety, code: 'AMOUNT', level: 1 } as const, safety];
    const story = scene().file('1');
    story.route('1', { factors: [time, stakes, none], floors });
    expect(await rowOf(story)).toMatchObject({
      severity: 3,
      why: { floors: ['SAFETY', 'AMOUNT'], ceilings: [], factors: ['STAKES', 'TIME'] },
    });
    await reopen();
    expect(await rowOf(scene().file('1', { exposure: 'legal' }))).toMatchObject({ severity: 4, exposure: 'legal' });
  });

  it('follows its escalation: who decides, whose move it is', async () => {
    const story = scene().file('1').escalate('1', { level: 2, holder: 'lea' });
    expect(await rowOf(story)).toMatchObject({
      level: 2,
      holder: { id: 'lea' },
      owner: { id: 'mia' },
      nextStep: 'wait_for_leader',
      escalation: { id: 'e1', status: 'open' },
    });
    await reopen();
    story.onEscalation('e1', { type: 'QuestionAsked', data: { questionId: 'q', of: 'mia', question: sealed('How many?') } });
    expect((await rowOf(story)).nextStep).toBe('answer_question');
    await reopen();
    story.onEscalation('e1', { type: 'EscalationClaimed', data: { by: 'eva', timeBoxUntil: later(story.log.now, 900) } }, 'eva');
    expect(await rowOf(story)).toMatchObject({ holder: { id: 'eva' }, escalation: { status: 'claimed' } });
    await reopen();
    story.decide('e1', 'eva');
    expect(await rowOf(story)).toMatchObject({
      status: 'decided',
      nextStep: 'resolve',
      holder: { id: 'mia' },
      escalation: { status: 'decided' },
    });
    await reopen();
    story.onIssue('1', {
      type: 'GoingUpRequested',
      data: { byLevel: 1, missingAuthority: 'amount', leversTried: [], allLeversTried: false, tried: sealed('Asked') },
    });
    expect(await rowOf(story)).toMatchObject({ status: 'open', nextStep: 'decide', escalation: null });
  });

  it('goes back to the owner when a leader returns it or hands it over', async () => {
    const story = scene()
      .file('1')
      .escalate('1')
      .onEscalation('e1', { type: 'EscalationReturned', data: { to: 'mia', guidance: sealed('Call'), until: null } });
    expect(await rowOf(story)).toMatchObject({ holder: { id: 'mia' }, nextStep: 'decide', escalation: { status: 'returned' } });
  });

  it('follows the owner by hand until the next route names one', async () => {
    const story = scene().file('1');
    story.route('1', { holder: 'mia', owner: 'mia' });
    story.onIssue('1', { type: 'IssueReassigned', data: { to: 'max', reason: sealed('Knows the site') } });
    expect(await rowOf(story)).toMatchObject({ owner: { id: 'max' }, holder: { id: 'max' }, revision: 1 });
    await reopen();
    story.route('1', { holder: 'mia', owner: 'mia' });
    expect(await rowOf(story)).toMatchObject({ owner: { id: 'mia' }, holder: { id: 'mia' } });
  });

  it('closes, and opens again', async () => {
    const story = scene().file('1').file('2');
    story.after(30).onIssue('1', { type: 'IssueResolved', data: { outcome: 'fixed', resolution: null } });
    expect(await rowOf(story, 'closed')).toMatchObject({ issue: '1', status: 'resolved', nextStep: 'none', closedAt: story.log.now });
    expect(ids(await board(story))).toEqual(['2']);
    await reopen();
    story.onIssue('2', { type: 'IssueLinkedAsDuplicate', data: { of: '1' } });
    expect(await rowOf(story, 'closed')).toMatchObject({ issue: '2', status: 'duplicate', duplicateOf: '1' });
    await reopen();
    story.onIssue('1', { type: 'IssueReopened', data: { reason: sealed('Still missing') } });
    expect(ids(await board(story))).toEqual(['1']);
    expect(await rowOf(story)).toMatchObject({ status: 'open', closedAt: null });
  });
});

describe('the views of the board', () => {
  const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T09:00:00.000Z`;
  /** 1: mia's, 2: max's and sent up to Lea, 3: nobody's yet, 4: closed. The time is the evening of the 6th. */
  const morning = () => {
    const story = scene().person('kim', 1, 'mia');
    story.file('1', { neededBy: day(9), kind: 'damaged', title: 'Wet boxes' }, 'mia').route('1', { holder: 'mia', owner: 'mia' });
    story.file('2', { neededBy: day(6), partner: 'bolt', region: 'south', site: 's2' }, 'kim').escalate('2', {}, { owner: 'max' });
    story.file('3', { neededBy: null, exposure: 'safety' }, 'kim');
    story.file('4', {}, 'mia').onIssue('4', { type: 'IssueWithdrawn', data: { reason: sealed('Mistake') } });
    return story.after(36 * 60);
  };

  it.each<[string, Asked, readonly string[]]>([
    ['all that is open, soonest due first', {}, ['2', '1', '3']],
    ['oldest first', { sort: 'age' }, ['1', '2', '3']],
    ['gravest first', { sort: 'severity' }, ['3', '2', '1']],
    ['what a manager answers for', { view: 'mine', person: 'mia' }, ['1']],
    ['what a leader decides', { view: 'mine', person: 'lea' }, ['2']],
    ["a leader's people, at any depth", { view: 'team', person: 'eva' }, ['2', '1']],
    ['nobody below', { view: 'team', person: 'kim' }, []],
    ['what one has filed', { view: 'filed', person: 'kim' }, ['2', '3']],
    ['what waits for leaders', { view: 'waiting' }, ['2']],
    ['what is overdue', { view: 'overdue' }, ['2']],
    ['what is closed', { view: 'closed' }, ['4']],
    ['by kind', { filters: { kind: 'damaged' } }, ['1']],
    ['by partner', { filters: { partner: 'bolt' } }, ['2']],
    ['by region and site', { filters: { region: 'south', site: 's2' } }, ['2']],
    ['by level', { filters: { level: 2 } }, ['2']],
    ['by holder', { filters: { holder: 'lea' } }, ['2']],
    ['by owner', { filters: { owner: 'max' } }, ['2']],
    ['by programme', { filters: { programme: 'two' } }, []],
    ['by words of the title', { filters: { text: 'BOX wet' } }, ['1']],
    ['by words that are not in it', { filters: { text: 'wet pallet' } }, []],
  ])('show %s', async (_what, asked, expected) => {
    expect(ids(await board(morning(), asked))).toEqual(expected);
  });

  it('count what they show', async () => {
    const story = morning();
    const now = { now: story.log.now, index: null };
    views = await viewsOf(story.events);
    const exact = (count: number) => ({ count, atLeast: false });
    const counts = await views.board.counts({
      visibility: { person: 'lea', everything: false, scopes: [{ programme: 'dev' }] },
      moment: now,
    });
    expect(counts).toEqual({ mine: exact(1), team: exact(2), filed: exact(0), waiting: exact(1), overdue: exact(1) });
    expect(await views.board.counts({ visibility: { person: 'kim', everything: false, scopes: [] }, moment: now })).toMatchObject({
      filed: exact(2),
      overdue: exact(1),
    });
  });
});

describe('what a reader sees on the board', () => {
  const scopes = fc.array(
    fc.record(
      { programme: fc.constantFrom('dev', 'two'), region: fc.constantFrom('north', 'south'), partner: fc.constantFrom('acme', 'bolt') },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  );

  it('is what their scopes cover, and what is their own', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 0x7fff_ffff }),
        scopes,
        fc.constantFrom('mia', 'lea', 'nobody'),
        async (seed, given, person) => {
          const { scene: story } = new Story(diceOf(seed)).steps(80);
          for (const view of ['open', 'closed'] as const) {
            const all = await board(story, { view });
            const seen = all.filter(({ programme, region, partner, owner, holder, filedBy }) => {
              const place = { programme, region: region ?? undefined, partner: partner?.code };
              return given.some((scope) => covers(scope, place)) || [owner?.id, holder?.id, filedBy.id].includes(person);
            });
            expect(ids(await board(story, { view, person, scopes: given }))).toEqual(ids(seen));
          }
          await reopen();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is null when they ask for one that they may not see', async () => {
    const story = scene().file('1');
    views = await viewsOf(story.events);
    const moment = { now: story.log.now, index: null };
    const ask = (scopes: readonly Scope[]) =>
      views?.board.issue({ issue: '1', moment, visibility: { person: 'kim', everything: false, scopes } });
    expect(await ask([{ region: 'south' }])).toBeNull();
    expect(await ask([{ region: 'north' }])).toMatchObject({ issue: '1' });
  });
});

describe('filing', () => {
  it('is offered what looks alike: the same order, else the same kind at the same place', async () => {
    const story = scene()
      .file('1', { kind: 'late', site: 's1', partner: 'acme' })
      .file('2', { kind: 'damaged', site: 's1', partner: 'bolt' });
    story.file('3', { kind: 'late', site: 's2', partner: 'bolt', order: 'PO-7' }).file('4', { kind: 'late', site: 's1', partner: 'acme' });
    story.onIssue('4', { type: 'IssueWithdrawn', data: { reason: sealed('Mistake') } });
    views = await viewsOf(story.events);
    const request = { visibility: ALL, moment: { now: story.log.now, index: null }, programme: 'dev', limit: 3 };
    const alike = async (like: Partial<Record<'kind' | 'site' | 'partner' | 'order', string>>) =>
      ids((await views?.board.alike({ ...request, kind: null, site: null, partner: null, order: null, ...like })) ?? []);
    expect(await alike({ kind: 'late', site: 's1', partner: 'acme' })).toEqual(['1']);
    expect(await alike({ kind: 'late', site: 's1', order: 'PO-7' })).toEqual(['3', '1']);
    expect(await alike({ kind: 'late' })).toEqual([]);
  });

  it('is offered the kinds used most and the places of before', async () => {
    const story = scene();
    for (const [i, kind] of ['late', 'damaged', 'late', 'late', 'damaged', 'lost'].entries())
      story.file(`i${i}`, { kind, site: i < 3 ? 's1' : 's2' }, 'mia');
    story.file('x', { site: 's1', kind: 'lost' }, 'max');
    views = await viewsOf(story.events);
    const moment = { now: story.log.now, index: null };
    const hints = await views.board.filingHints({ visibility: { ...ALL, person: 'mia' }, moment, programme: 'dev' });
    expect(hints).toEqual({
      kinds: ['late', 'damaged', 'lost'],
      sites: [
        { code: 's2', name: 'School s2' },
        { code: 's1', name: 'School s1' },
      ],
    });
  });
});

async function reopen(): Promise<void> {
  await views?.close();
  views = undefined;
}
