import type { IssueEvent, IssueFacts, Ask } from '../issue/issue.js';
import type { IssueContext, StatedAsk, StatedFacts } from '../issue/issue.commands.js';
import { plain } from '../personal.js';
import { book, NOW, partner, policy, programme, route, site } from './organisation.js';
import { person, upTo } from './people.js';

/** Mia manages in the north and may commit 5,000 dollars; Lea leads at level 2, Eva at level 3; Fay filed issue 7. */
export const mia = person('mia', 'manager', { level: 1, scope: { programme: 'dev', region: 'north' }, grants: [upTo(500_000)] });
export const fay = person('fay', 'manager', { level: 1, scope: { programme: 'dev' }, grants: [upTo(500_000)] });
export const lea = person('lea', 'leader', { level: 2, scope: { programme: 'dev' }, grants: [upTo(5_000_000)] });
export const eva = person('eva', 'executive', { level: 3, grants: [upTo(1_000_000_000)] });
export const feed = person('feed', 'service', { scope: { programme: 'dev' } });

export const statedFacts: StatedFacts = {
  kind: 'late',
  site: 'school-1',
  partner: 'acme',
  order: 'PO-1',
  serials: [],
  units: 100,
  valueAtRisk: null,
  delayCostPerDay: null,
  neededBy: '2026-12-01T08:00:00.000Z',
  workaroundUntil: null,
  visibility: 1,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
};

const facts: IssueFacts = { ...statedFacts, valueAtRisk: null, delayCostPerDay: null, ask: null };

const usd = (minor: number) => ({ minor, currency: 'USD' });
const cents = (minor: number) => ({ stated: usd(minor), routed: usd(minor) });

/** To spend an amount of cents, or to wait a week instead. */
export const statedAsk = (spend: number): StatedAsk => ({
  action: 'spend',
  spend: usd(spend),
  writeOff: null,
  delayAcceptedDays: 0,
  recommendation: 'Send a van',
  alternative: 'Wait a week',
});

export const ask = (spend: number): Ask => ({
  action: 'spend',
  spend: cents(spend),
  writeOff: null,
  delayAcceptedDays: 0,
  recommendation: plain('Send a van'),
  alternative: plain('Wait a week'),
});

/** Issue 7: late at School 1, by Acme. */
export function filed(changes: Partial<IssueFacts> = {}): IssueEvent {
  const words = { title: plain('100 devices late'), description: null, externalReference: null, lines: 1 };
  return { type: 'IssueFiled', data: { programme: 'dev', region: 'north', ...words, ...facts, ...changes } };
}

export const decidedByMia: IssueEvent = {
  type: 'IssueDecided',
  data: {
    option: 'other',
    decision: plain('We drive'),
    rationale: plain('It is near'),
    optionsConsidered: [],
    commitmentMinor: 0,
    coveredMinor: 0,
    grant: { person: 'mia', grantId: 'upto-500000' },
    selfDecided: false,
  },
};

/** What Mia, who owns it, knows when she gives a command about issue 7. */
export function contextOf(changes: Partial<IssueContext> = {}): IssueContext {
  return {
    now: NOW,
    actor: mia,
    issueId: '7',
    programme,
    site,
    partner,
    filer: 'fay',
    route: route(),
    policy,
    escalation: null,
    book,
    conflicts: [],
    person: { status: 'none' },
    original: { status: 'none' },
    levers: [],
    ...changes,
  };
}

/** An escalation of issue 7 that Lea holds. */
export const heldByLea = { id: 'e1', status: 'open', level: 2, holder: 'lea' } as const;
