import type { EscalationContext, HolderNow, Standing } from '../escalation/escalation.commands.js';
import type { Decision, EscalationEvent } from '../escalation/escalation.js';
import { fold } from '../decider.js';
import { issueDecider } from '../issue/issue.decider.js';
import type { IssueFacts, IssueState } from '../issue/issue.js';
import { plain } from '../personal.js';
import type { PlaybookState, StandingOrder } from '../playbook/playbook.js';
import { ask, filed, lea } from './issue-7.js';
import { amountFloor, book, floor, NOW, partner, policy, route, site } from './organisation.js';
import { person, upTo } from './people.js';

/** Leaders of level 2 beside Lea: Lou, a peer; Luc, who stands in for her. */
export const lou = person('lou', 'leader', { level: 2, scope: { programme: 'dev' }, grants: [upTo(5_000_000)] });
export const luc = person('luc', 'leader', { level: 1, grants: [upTo(5_000_000)] });
/** Lea's assistant. */
export const asa = person('asa', 'assistant', { scope: { programme: 'dev' }, onBehalfOf: 'lea' });

export const clocks = {
  acknowledgeBy: '2026-11-23T12:00:00.000Z',
  warnAt: '2026-11-24T10:00:00.000Z',
  decideBy: '2026-11-25T10:00:00.000Z',
};
export const laterClocks = {
  acknowledgeBy: '2026-11-26T12:00:00.000Z',
  warnAt: '2026-11-27T10:00:00.000Z',
  decideBy: '2026-11-28T10:00:00.000Z',
};
const ifNobodyDecides = { step: 'level', at: clocks.decideBy, to: 'eva', level: 3, playbook: null } as const;
const stays = { step: 'stays', at: laterClocks.decideBy, to: null, level: 3, playbook: null } as const;

export const routedIn = { stream: 'routing-7', revision: 1 };
export const withEva: Standing = { level: 3, holder: 'eva', clocks: laterClocks, ifNobodyDecides: stays };
export const withLea: Standing = { level: 2, holder: 'lea', clocks, ifNobodyDecides };
export const withLou: Standing = { level: 2, holder: 'lou', clocks, ifNobodyDecides };

type Opened = Extract<EscalationEvent, { type: 'EscalationOpened' }>;

/** Lea has it at level 2, because Mia asked; Fay filed it. */
export function opened(changes: Partial<Opened['data']> = {}): Opened {
  return {
    type: 'EscalationOpened',
    data: {
      issue: '7',
      programme: 'dev',
      region: 'north',
      partner: 'acme',
      route: routedIn,
      barred: ['fay', 'mia'],
      requests: 1,
      ...withLea,
      ...changes,
    },
  };
}

export const acknowledged = (by = 'lea'): EscalationEvent => ({ type: 'EscalationAcknowledged', data: { by } });
export const TIME_BOX = '2026-12-07T10:00:00.000Z';
export const claimed = (by = 'lea'): EscalationEvent => ({ type: 'EscalationClaimed', data: { by, timeBoxUntil: TIME_BOX } });
export const TOMORROW = '2026-11-24T09:00:00.000Z';
export const snoozed: EscalationEvent = { type: 'EscalationSnoozed', data: { until: TOMORROW, untilFactChanges: false } };
export const returned: EscalationEvent = { type: 'EscalationReturned', data: { to: 'mia', guidance: plain('Call Bo'), until: null } };

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** Lea decides at `NOW` what the ask of 20,000 dollars recommends. */
export function decision(changes: Partial<Decision> = {}): Decision {
  return {
    option: 'recommended',
    decision: plain('Send the van'),
    rationale: plain('Schools open on Monday'),
    optionsConsidered: [plain('Wait')],
    commitmentMinor: 2_000_000,
    coveredMinor: 2_000_000,
    spend: { stated: usd(2_000_000), routed: usd(2_000_000) },
    grant: { person: 'lea', grantId: 'upto-5000000' },
    decisionGroup: null,
    takesEffectAt: '2026-11-23T10:00:10.000Z',
    ...changes,
  };
}
export const decided = (by = 'lea', changes: Partial<Decision> = {}): EscalationEvent => ({
  type: 'EscalationDecided',
  data: { ...decision(changes), by },
});
export const tookEffect = (decisionRevision: number): EscalationEvent => ({ type: 'DecisionTookEffect', data: { decisionRevision } });

/** The words of `decision`, as commands bring them. */
export const words = { decision: 'Send the van', rationale: 'Schools open on Monday', optionsConsidered: ['Wait'] };

/** What Lea agreed beforehand: what the ask recommends, whatever it costs, unless said otherwise. */
export const agreed = (changes: Partial<StandingOrder> = {}): PlaybookState => ({
  status: 'open',
  programme: 'dev',
  pattern: { kind: 'late' },
  levers: [],
  handOver: null,
  standingOrder: { by: 'lea', option: 'recommended', maxAmount: null, until: null, ...changes },
});

export function issue7(changes: Partial<IssueFacts> = {}): IssueState {
  return fold(issueDecider, [filed({ ask: ask(2_000_000), ...changes })]);
}

/** Escalated to Lea, by Mia's asking alone. */
export const escalated = route({
  route: 'escalated',
  level: 2,
  holder: 'lea',
  floors: [amountFloor(2_000_000), floor('ROADBLOCK', 2, { fromLevel: 1, cause: 'asked', requests: 1 })],
});

export const present = (id: string): HolderNow => ({ id, absentUntil: null, substitute: null });
export const away = (id: string, substitute: string | null): HolderNow => ({ id, absentUntil: '2026-11-30T00:00:00.000Z', substitute });

/** What Lea, who holds it, knows when she gives a command. */
export function contextOf(changes: Partial<EscalationContext> = {}): EscalationContext {
  return {
    now: NOW,
    actor: lea,
    escalationId: 'e1',
    holder: present('lea'),
    issue: issue7(),
    site,
    partner,
    route: escalated,
    policy,
    book,
    conflicts: [],
    person: { status: 'none' },
    timeBoxUntil: TIME_BOX,
    returnedUntil: '2026-11-27T10:00:00.000Z',
    above: withEva,
    playbook: { status: 'none' },
    ...changes,
  };
}
