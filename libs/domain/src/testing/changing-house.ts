import { fromMillis, toMillis, toMinute, type Instant } from '../instant.js';
import { nextHop, standingAbove } from '../attention/next-hop.js';
import { plain } from '../personal.js';
import type { RoutedLog } from './routed-log.js';
import { activates, dollars, grants, POLICY_HASH, usd } from './small-organisation.js';

/** Numbers that choose among what is possible. */
interface Chosen {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const WORKERS = ['mia', 'max', 'moe', 'lea', 'lou', 'eva', 'ed'] as const;
const reason = plain('because');
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const inDays = (world: RoutedLog, days: number): Instant => fromMillis(toMillis(world.log.now) + days * 86_400_000);
const presentOnes = (world: RoutedLog) => WORKERS.filter((id) => world.state.roster.people.get(id)?.left === false);

/** What changes around the issues: people and what they may, the programme, its partners, orders and agreements, the policy. */
export const CHANGES_OF_HOUSE = {
  leaves: (world: RoutedLog, { a, b }: Chosen) => {
    // Whoever is left can go on; seldom, or nobody would be there in the end.
    const here = presentOnes(world);
    if (b % 8 === 0 && here.length > 4) world.record('person-', pick(here, a), { type: 'PersonLeft', data: { reason } });
  },
  level: (world: RoutedLog, { a, b }: Chosen) => {
    const id = pick(presentOnes(world), a);
    const level = 1 + (b % 3);
    if (world.state.roster.people.get(id)?.level !== level) world.record('person-', id, { type: 'LevelChanged', data: { level } });
  },
  role: (world: RoutedLog, { a, b }: Chosen) => {
    const id = pick(presentOnes(world), a);
    const given = world.state.roster.people.get(id)?.roles[0];
    const role = pick(['manager', 'leader', 'executive'] as const, b);
    if (given === undefined)
      world.record('person-', id, { type: 'RoleGiven', data: { role, scope: b % 4 === 0 ? { region: 'south' } : {} } });
    else if (b % 3 === 0) world.record('person-', id, { type: 'RoleTaken', data: given });
  },
  line: (world: RoutedLog, { a, b }: Chosen) => {
    world.record('person-', pick(['mia', 'max', 'moe'], a), {
      type: 'ReportingLineChanged',
      data: { reportsTo: pick(['lea', 'lou', null], b) },
    });
  },
  budget: (world: RoutedLog, { a, b }: Chosen) => {
    const data = { minutesPerWeek: b * 10, interruptionsPer12Hours: 2, handsOnLimit: 3 };
    world.record('person-', pick(WORKERS, a), { type: 'AttentionBudgetSet', data });
  },
  backEarly: (world: RoutedLog, { a, b }: Chosen) => {
    const id = pick(WORKERS, a);
    const away = world.state.roster.people.get(id)?.away ?? [];
    if (away.length > 0) world.record('person-', id, { type: 'AbsenceEnded', data: { absenceId: pick(away, b).absenceId } });
  },
  passOn: (world: RoutedLog, { a, b, c }: Chosen) => {
    const [from, to] = [pick(['eva', 'lea', 'lou'], a), pick(['mia', 'max', 'moe'], b)];
    const part = { grantId: `part-${world.log.events.length}`, amount: usd(c * 500_000), givenBy: from, passedOnFrom: `${from}-all` };
    const isHeld = world.state.roster.people.get(from)?.grants.some(({ grantId }) => grantId === part.passedOnFrom);
    if (isHeld === true) grants(world, to, part);
  },
  programme: (world: RoutedLog, { a, b }: Chosen) => {
    const change = [
      { type: 'PhaseChanged', data: { phase: pick(['scaling', 'steady', 'launch'] as const, b), reason } },
      { type: 'LaunchRenewed', data: { until: inDays(world, 1 + b), reason } },
      { type: 'SponsorChanged', data: { sponsor: pick(['sue', 'ed', 'eva'], b) } },
      { type: 'BudgetChanged', data: { budget: usd(b * 1_000_000_000), totalUnits: b * 1_000 } },
      {
        type: 'EconomicsChanged',
        data: { unitValue: b % 2 === 0 ? usd(b * 100) : null, delayCostPerUnitDay: [{ siteClass: 'primary', cost: usd(b * 5) }] },
      },
    ] as const;
    world.record('programme-', 'dev', pick(change, a));
  },
  place: (world: RoutedLog, { a, b }: Chosen) => {
    const of = { programme: 'dev' };
    const siteClass = pick(['primary', 'secondary'], b);
    if (a % 3 === 0) {
      world.record('site-', 'dev.school-1', {
        type: 'SiteChanged',
        data: { ...of, code: 'school-1', name: 'School', siteClass, region: 'north' },
      });
    } else if (a % 3 === 1) {
      const partner = { ...of, code: 'acme', name: 'Acme', partnerClass: pick(['carrier', 'supplier'], b), key: b % 3 !== 0 };
      world.record('partner-', 'dev.acme', { type: 'PartnerChanged', data: partner });
    } else {
      const order = {
        ...of,
        code: 'o1',
        partner: 'acme',
        site: null,
        units: b * 10,
        unitValue: usd(b * 1_000),
        delayCostPerDay: b % 2 === 0 ? usd(b * 9_000) : null,
      };
      const isKnown = world.state.places.orders.has('dev.o1');
      world.record('order-', 'dev.o1', { type: isKnown ? 'OrderChanged' : 'OrderRegistered', data: order });
    }
  },
  policy: (world: RoutedLog, { a, b }: Chosen) => {
    const hash = String(a % 10).repeat(64);
    const { byHash } = world.state.policies;
    const first = byHash.get(POLICY_HASH);
    if (first !== undefined && !byHash.has(hash)) activates(world, { ...first, name: `Other ${a % 10}`, phaseShift: b * 10 }, hash, 'dev');
  },
  agreement: (world: RoutedLog, { a, b, c }: Chosen) => {
    const id = `s${a % 2}`;
    const agreed = { programme: 'dev', pattern: { kind: 'late' } };
    const known = world.state.playbooks.byId.get(id);
    if (known === undefined) world.record('playbook-', id, { type: 'PlaybookOpened', data: { ...agreed, levers: [], model: plain('') } });
    if (known?.standingOrder != null && c % 3 === 0) world.record('playbook-', id, { type: 'StandingOrderEnded', data: { reason } });
    const order = {
      by: 'lea',
      option: pick(['recommended', 'alternative', 'no'] as const, b),
      maxAmount: b % 2 === 0 ? dollars(b * 1_000).stated : null,
    };
    if (known?.standingOrder === null) {
      world.record('playbook-', id, { type: 'StandingOrderAgreed', data: { ...agreed, ...order, text: plain(''), until: null } });
    }
  },
  limitHandOver: (world: RoutedLog, { b, c }: Chosen) => {
    const given = [...world.state.playbooks.byId.values()].find(({ handOver }) => handOver !== null);
    if (given === undefined) return;
    const data = { amountLimit: usd(b * 100_000), valueLimit: usd(b * 1_000_000), until: c % 2 === 0 ? null : inDays(world, 1 + (c % 9)) };
    if (b % 3 === 0) world.record('playbook-', given.id, { type: 'HandOverReturned', data: { reason } });
    else world.record('playbook-', given.id, { type: 'HandOverLimited', data });
  },
} as const;

/** The leader of a live escalation passes it on to the next level; false: there is nobody above. */
export function stepsUp(world: RoutedLog, issue: string): boolean {
  const escalation = world.escalationOf(issue);
  const above = standingAbove(world.state, issue, toMinute(world.log.now));
  if (escalation?.live !== true || above === null || above.level <= escalation.state.level) return false;
  const told = { because: 'leader', by: escalation.state.holder, reason, route: null } as const;
  return world.onEscalation(issue, { type: 'EscalationSteppedUp', data: { fromLevel: escalation.state.level, ...above, ...told } });
}

/** Nobody decides, and nobody is left to ask: what was agreed stands. */
export function fallsBack(world: RoutedLog, issue: string): void {
  const hop = nextHop(world.state, issue, toMinute(world.log.now));
  if (hop?.kind !== 'standing_order') return;
  world.log.by('system:timekeeper');
  const { playbook, option } = hop;
  world.onEscalation(issue, { type: 'StandingOrderApplied', data: { playbook, option, commitmentMinor: option === 'no' ? 0 : 100_000 } });
}
