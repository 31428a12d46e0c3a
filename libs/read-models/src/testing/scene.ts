import {
  defaultPolicy,
  presetLimits,
  type Ask,
  type EscalationEvent,
  type FullRoute,
  type IssueEvent,
  type IssueFacts,
  type PersonEvent,
} from '#domain';
import { fromMillis, toMillis, type Instant } from '#domain/instant';
import { route as aRoute } from '#domain/testing/organisation';
import type { RecordedEvent } from '#event-store';
import { Log } from './log.js';
import { sealed } from './sealing.js';

export const POLICY = defaultPolicy({ currency: 'USD', limits: presetLimits('large', 'USD'), name: 'First' });
export const POLICY_HASH = 'a'.repeat(64);
export const usd = (minor: number) => ({ minor, currency: 'USD' });
export const amount = (minor: number) => ({ stated: usd(minor), routed: usd(minor) });
export const later = (instant: Instant, minutes: number): Instant => fromMillis(toMillis(instant) + minutes * 60_000);

const FACTS: IssueFacts = {
  kind: 'late',
  site: 's1',
  partner: 'acme',
  order: null,
  serials: [],
  units: 100,
  valueAtRisk: null,
  delayCostPerDay: null,
  neededBy: null,
  workaroundUntil: null,
  visibility: null,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
};

export const askFor = (cents: number): Ask => ({
  action: 'spend',
  spend: amount(cents),
  writeOff: null,
  delayAcceptedDays: 0,
  recommendation: sealed(`Spend ${cents}`),
  alternative: sealed('Wait a week'),
});

type Filing = Partial<IssueFacts> & { readonly programme?: string; readonly region?: string | null; readonly title?: string };
type Opening = { readonly level?: number; readonly holder?: string; readonly decideIn?: number; readonly requests?: number };

/** Writes logs in the words of the domain: people, issues, routes, escalations. */
export class Scene {
  readonly log = new Log();

  get events(): readonly RecordedEvent[] {
    return this.log.events;
  }

  after(minutes: number): this {
    this.log.after(minutes);
    return this;
  }

  /** The organisation, one programme with two sites and two partners, and Mia, Max (managers), Lea (leader), Eva (executive). */
  setUp(): this {
    const { log } = this;
    log.by('system:operator');
    log.record('policybook-', 'organisation', {
      type: 'OrganisationSetUp',
      data: { name: 'Tablets', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] },
    });
    log.record('policy-', POLICY_HASH, {
      type: 'PolicyProposed',
      data: { hash: POLICY_HASH, policy: POLICY, by: 'ada', builtIn: true, note: null },
    });
    log.record('policybook-', 'organisation', {
      type: 'PolicyActivated',
      data: { hash: POLICY_HASH, scope: 'organisation', effectiveFrom: log.now, approvedIn: null },
    });
    this.programme('dev');
    this.person('eva', 3, null).person('lea', 2, 'eva').person('mia', 1, 'lea').person('max', 1, 'lea');
    return this;
  }

  programme(id: string): this {
    const { log } = this;
    const economics = { unitValue: usd(500_00), delayCostPerUnitDay: [] };
    const kinds = ['late', 'damaged'].map((code) => ({ code, label: code, icon: 'box', disposition: null }));
    const words = { code: id, name: `Programme ${id}`, purpose: 'Devices for pupils', unitNoun: 'device', siteNoun: 'school' };
    const size = { budget: usd(20_000_000_00), totalUnits: 400_000, kinds, criticalDetails: [], economics };
    log.record('programme-', id, {
      type: 'ProgrammeStarted',
      data: { ...words, ...size, sponsor: 'eva', calendar: 'weekdays', launchEndsAt: later(log.now, 60 * 24 * 60) },
    });
    for (const [code, region] of [
      ['s1', 'north'],
      ['s2', 'south'],
    ] as const) {
      log.record('site-', `${id}.${code}`, {
        type: 'SiteRegistered',
        data: { programme: id, code, name: `School ${code}`, siteClass: 'school', region },
      });
    }
    for (const code of ['acme', 'bolt']) {
      log.record('partner-', `${id}.${code}`, {
        type: 'PartnerRegistered',
        data: { programme: id, code, name: `Partner ${code}`, partnerClass: 'carrier', key: code === 'acme' },
      });
    }
    return this;
  }

  person(id: string, level: number | null, reportsTo: string | null): this {
    const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
    const data = {
      name: sealed(`Name of ${id}`, `key-${id}`),
      title: sealed(`Title of ${id}`, `key-${id}`),
      level,
      reportsTo,
      attention,
      calendar: null,
    };
    this.log.by('system:operator').record('person-', id, { type: 'PersonRegistered', data });
    return this;
  }

  onPerson(id: string, event: PersonEvent, by = 'ada'): this {
    this.log.by(by).record('person-', id, event);
    return this;
  }

  file(id: string, { programme = 'dev', region = 'north', title = `Trouble ${id}`, ...facts }: Filing = {}, by = 'max'): this {
    const words = { title: sealed(title, `key-${by}`), description: null, externalReference: null, lines: 1 };
    this.log.by(by).record('issue-', id, { type: 'IssueFiled', data: { programme, region, ...words, ...FACTS, ...facts } });
    return this;
  }

  onIssue(id: string, event: IssueEvent, by = 'mia'): this {
    this.log.by(by).record('issue-', id, event);
    return this;
  }

  route(id: string, changes: Partial<FullRoute> = {}): RecordedEvent {
    const { log } = this;
    const trigger = this.events.findLast(({ stream }) => stream === `issue-${id}`) as RecordedEvent;
    const record: FullRoute = {
      ...DELEGATED,
      issue: id,
      trigger: { stream: trigger.stream, revision: trigger.revision },
      at: log.now,
      ...changes,
    };
    return log.by('system:router').record('routing-', id, { type: 'IssueRouted', data: record }, trigger.id);
  }

  /** Routes the issue up and opens the escalation `e<id>`, whose decide clock runs for `decideIn` minutes. */
  escalate(
    id: string,
    { level = 2, holder = 'lea', decideIn = 600, requests = 0 }: Opening = {},
    route: Partial<FullRoute> = {},
    escalation = `e${id}`,
  ): this {
    const { log } = this;
    const clocks = {
      acknowledgeBy: later(log.now, decideIn / 4),
      warnAt: later(log.now, (decideIn * 2) / 3),
      decideBy: later(log.now, decideIn),
    };
    const ifNobodyDecides = { step: 'level', at: clocks.decideBy, to: 'eva', level: 3, playbook: null } as const;
    const routed = this.route(id, { route: 'escalated', level, holder, clocks, ifNobodyDecides, ...route });
    const filed = this.events.find((event) => event.stream === `issue-${id}`) as RecordedEvent;
    const { programme, region, partner } = filed.data as { programme: string; region: string | null; partner: string | null };
    const place = { issue: id, programme, region, partner, route: { stream: routed.stream, revision: routed.revision } };
    log.record(
      'escalation-',
      escalation,
      { type: 'EscalationOpened', data: { ...place, level, holder, barred: [filed.actor], requests, clocks, ifNobodyDecides } },
      routed.id,
    );
    return this;
  }

  onEscalation(escalation: string, event: EscalationEvent, by = 'lea'): this {
    this.log.by(by).record('escalation-', escalation, event);
    return this;
  }

  decide(escalation: string, by = 'lea', cents = 100_00): this {
    return this.onEscalation(escalation, { type: 'EscalationDecided', data: { ...this.decision(by, cents), by } }, by);
  }

  decision(by: string, cents: number) {
    const words = {
      decision: sealed('Send the van', `key-${by}`),
      rationale: sealed('Schools wait', `key-${by}`),
      optionsConsidered: [sealed('Wait', `key-${by}`)],
    };
    const terms = {
      option: 'recommended',
      commitmentMinor: cents,
      coveredMinor: cents,
      spend: amount(cents),
      decisionGroup: null,
    } as const;
    return { ...words, ...terms, grant: { person: by, grantId: 'g1' }, takesEffectAt: this.log.now };
  }
}

const DELEGATED: FullRoute = aRoute({
  issue: '',
  policy: POLICY_HASH,
  trigger: { stream: '', revision: 0 },
  at: '',
  pool: { delayCostPerDay: 1000_00, assumed: false, expectedMinutes: 20 },
});
