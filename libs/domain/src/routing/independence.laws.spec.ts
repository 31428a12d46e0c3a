import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IssueFacts } from '../issue/issue.js';
import { plain } from '../personal.js';
import { RoutedLog } from '../testing/routed-log.js';
import {
  asks,
  CALM,
  does,
  files,
  founds,
  GRAVE,
  joins,
  MEMBERS,
  POLICY,
  POLICY_HASH,
  startsProgramme,
} from '../testing/small-organisation.js';
import { ACTS, stories, told } from '../testing/stories.js';
import type { RouteBody } from './routed.js';

const runs = (numRuns: number) => ({ numRuns, endOnFailure: true, seed: 20261123 });
const UNPRICED = { ...POLICY, loadPrice: { fromPercent: 70, most: 0 } };

describe('P3 with constant facts', () => {
  it('the level is stable after three evaluations at most', () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const world = told(story);
        for (const { id, status } of [...world.state.cases.values()]) {
          if (status !== 'open') continue;
          const levels = [1, 2, 3, 4, 5, 6].map(() => {
            world.record('clock-', id, { type: 'RouteReviewDue', data: { issue: id, dueAt: world.log.now } });
            return world.route(id).level;
          });
          expect(new Set(levels.slice(3)).size).toBe(1);
          expect(levels[2]).toBe(levels[3]);
        }
      }),
      runs(25),
    );
  });
});

/** What a route says of its case: without load, which all share, and without what the whole organisation learns about time. */
function said(body: RouteBody) {
  if (!body.changed) return body;
  const { thresholds: _thresholds, pool: _pool, ...rest } = body;
  return rest;
}

describe("P4 a case depends on its own facts, its class's statistics, load, and nothing else", () => {
  const foundsBoth = () => {
    const world = new RoutedLog();
    founds(world, UNPRICED);
    for (const [id, { role }] of Object.entries(MEMBERS)) {
      world.record('person-', id, { type: 'RoleTaken', data: { role, scope: {} } });
      world.record('person-', id, { type: 'RoleGiven', data: { role, scope: { programme: 'dev' } } });
    }
    startsProgramme(world, 'ops');
    const scope = { programme: 'ops' };
    joins(world, 'o-mia', { level: 1, role: 'manager', scope, mayCommit: 25_000 });
    joins(world, 'o-lea', { level: 2, role: 'leader', scope, mayCommit: 250_000 });
    joins(world, 'o-eva', { level: 3, role: 'executive', scope, mayCommit: null });
    return world;
  };
  const elsewhere: readonly ((world: RoutedLog, n: number) => void)[] = [
    (world, n) => files(world, 'o-mia', `ops-${n}`, n % 4 === 0 ? GRAVE : n % 4 === 1 ? { ask: asks(90_000) } : {}, 'ops'),
    (world, n) => does(world, 'o-mia', `ops-${n - 1}`, { type: 'IssueAmended', data: { changes: { visibility: n % 4 } } }),
    (world, n) => does(world, 'o-mia', `ops-${n - 2}`, { type: 'IssueResolved', data: { outcome: 'fixed', resolution: null } }),
  ];

  it('what happens elsewhere, among other people, changes nothing', () => {
    fc.assert(
      fc.property(stories(), fc.boolean(), (story, before) => {
        const tell = (isBusy: boolean) => {
          const world = foundsBoth();
          if (isBusy && before) for (let n = 0; n < 9; n++) elsewhere[n % 3]?.(world, n);
          for (const [n, turn] of story.entries()) {
            ACTS[turn.act](world, turn);
            if (isBusy) elsewhere[n % 3]?.(world, n + 100);
          }
          return [...world.routes].flatMap(([id, routes]) => (id.startsWith('ops-') ? [] : routes.map(({ body }) => said(body))));
        };
        expect(tell(true)).toEqual(tell(false));
      }),
      runs(15),
    );
  });
});

describe('P11 splitting an ask into several', () => {
  it('never lowers the level, on one order or with one partner', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 2, maxLength: 6 });
    const where = fc.constantFrom<Partial<IssueFacts>>({ order: 'o1' }, { order: 'o1', partner: null }, {});
    fc.assert(
      fc.property(parts, where, fc.nat({ max: 20 }), (amounts, facts, minutesBetween) => {
        const whole = founds(new RoutedLog());
        files(whole, 'mia', '1', { ...facts, ask: asks(amounts.reduce((sum, amount) => sum + amount, 0)) });
        const split = founds(new RoutedLog());
        for (const [i, amount] of amounts.entries()) {
          files(split, 'mia', String(i), { ...facts, ask: asks(amount) });
          split.passes(minutesBetween);
        }
        expect(split.route(String(amounts.length - 1)).level).toBeGreaterThanOrEqual(whole.route('1').level);
      }),
      runs(60),
    );
  });
});

describe('the order in which an organisation was set up', () => {
  it('changes no route', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(MEMBERS), { minLength: 8 }), stories(20, 40), (order, story) => {
        const tell = (ids: readonly string[]) => {
          const world = new RoutedLog();
          startsProgramme(world, 'dev');
          for (const id of ids) joins(world, id, MEMBERS[id] ?? { level: null, role: 'auditor' });
          const data = { hash: POLICY_HASH, policy: POLICY, by: 'root', builtIn: true, note: plain('') };
          world.record('policy-', POLICY_HASH, { type: 'PolicyProposed', data });
          const active = { hash: POLICY_HASH, scope: 'organisation', effectiveFrom: world.log.now, approvedIn: null };
          world.record('policybook-', 'organisation', { type: 'PolicyActivated', data: active });
          for (const turn of story) ACTS[turn.act](world, turn);
          return [...world.routes.values()].flat().map(({ body }) => body);
        };
        expect(tell(order)).toEqual(tell(Object.keys(MEMBERS)));
      }),
      runs(15),
    );
  });

  it('nor does what was filed first among issues that share nothing', () => {
    const filings: readonly [string, Partial<IssueFacts>][] = [
      ['a', { ...CALM, kind: 'late' }],
      ['b', { ...GRAVE, kind: 'damaged', partner: null }],
      ['c', { kind: 'lost', exposure: 'safety', partner: null, site: null }],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...filings], { minLength: 3 }), (order) => {
        const world = founds(new RoutedLog(), UNPRICED);
        for (const [id, facts] of order) files(world, 'mia', id, facts);
        const levels = filings.map(([id]) => [world.route(id).level, world.route(id).holder]);
        expect(levels).toEqual([[1, 'mia'], [2, 'lea'], [2, 'lea']]); // prettier-ignore
      }),
      runs(6),
    );
  });
});
