import type { PartnerState } from '../partner/partner.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { PolicyState } from '../policy/policy.js';
import type { RunningProgramme } from '../programme/programme.js';
import { defaultPolicy, presetLimits } from '../routing/default-policy.js';
import type { FloorTerm, FullRoute } from '../routing/route-record.js';
import type { SiteState } from '../site/site.js';

export const NOW = '2026-11-23T10:00:00.000Z';

/** USD; three levels; a rate for EUR (1.10) and none for JPY. */
export const book: PolicyBookState = {
  organisation: { name: 'Schools', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] },
  soloMode: false,
  activations: [],
  rates: { EUR: { numerator: 11, denominator: 10, recordedIn: { stream: 'policybook-organisation', revision: 3 } } },
  revision: 4,
};

export const programme: RunningProgramme = {
  status: 'running',
  code: 'DEV',
  budget: { minor: 20_000_000_000, currency: 'USD' },
  totalUnits: 400_000,
  kinds: [
    { code: 'late', label: 'Late', icon: 'clock', disposition: 'in_transit' },
    { code: 'damaged', label: 'Damaged', icon: 'box', disposition: 'damaged' },
  ],
  criticalDetails: [{ code: 'configured', label: 'Configured before delivery' }],
  economics: { unitValue: null, delayCostPerUnitDay: [] },
  sponsor: 'sue',
  calendar: 'work',
  phase: 'launch',
  launchEndsAt: '2027-01-01T00:00:00.000Z',
  demo: false,
  fresh: false,
  imports: [],
};

/** A primary school in the north. */
export const site: SiteState = {
  status: 'registered',
  programme: 'dev',
  code: 'school-1',
  name: 'School 1',
  siteClass: 'primary',
  region: 'north',
};

export const partner: PartnerState = {
  status: 'registered',
  programme: 'dev',
  code: 'acme',
  name: 'Acme',
  partnerClass: 'carrier',
  key: true,
  rank: null,
};

/** The policy of every route here: a waiver is for level 3, moving staff or stock for level 2. */
export const policy: PolicyState = {
  status: 'built_in',
  hash: 'a'.repeat(64),
  policy: defaultPolicy({ currency: 'USD', limits: presetLimits('middle', 'USD'), name: 'Default' }),
  by: 'system:operator',
  revision: 1,
};

/** Cents that the ask was weighed at, and what others committed on the order and with the partner. */
export function amountFloor(ownMinor: number, otherOrderMinor = 0, otherPartnerMinor = 0, level = 1): FloorTerm {
  const totalMinor = ownMinor + Math.max(otherOrderMinor, otherPartnerMinor);
  const facts = { ownMinor, otherOrderMinor, otherPartnerMinor, totalMinor, delayDays: 0, unconvertible: false };
  return { code: 'AMOUNT', level, facts, source: null };
}

export function floor(code: FloorTerm['code'], level: number, facts: FloorTerm['facts'] = {}): FloorTerm {
  return { code, level, facts, source: null };
}

/** Delegated to Mia at level 1 by the filing of issue 7, unless said otherwise. */
export function route(changes: Partial<FullRoute> = {}): FullRoute {
  return {
    changed: true,
    issue: '7',
    programme: 'dev',
    evaluator: 'v1',
    policy: 'a'.repeat(64),
    trigger: { stream: 'issue-7', revision: 0 },
    at: NOW,
    level: 1,
    route: 'delegated',
    holder: 'mia',
    owner: 'mia',
    noAuthority: false,
    provisional: false,
    score: 0,
    scoreLevel: 1,
    concordance: true,
    held: null,
    floors: [],
    ceilings: [],
    factors: [],
    thresholds: [],
    phase: 'launch',
    missing: [],
    derived: [],
    assumed: [],
    question: null,
    emptyLevels: [],
    contacts: [],
    told: [],
    clocks: null,
    ifNobodyDecides: null,
    pool: { delayCostPerDay: 0, assumed: true, expectedMinutes: 20 },
    nextReviewAt: null,
    flipsVersion: 1,
    flips: [],
    ...changes,
  };
}
