import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, type Actor } from '../decider.js';
import { DomainError, NotAllowed } from '../errors.js';
import {
  agreed,
  asa,
  away,
  claimed,
  clocks,
  contextOf,
  decided,
  escalated,
  laterClocks,
  lou,
  luc,
  opened,
  present,
  returned,
  routedIn,
  TOMORROW,
  tookEffect,
  withEva,
  withLea,
  withLou,
  words,
} from '../testing/escalation-of-7.js';
import { eva, fay, lea, mia } from '../testing/issue-7.js';
import { amountFloor, NOW } from '../testing/organisation.js';
import { known, person, router, timekeeper } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { escalationDecider } from './escalation.decider.js';
import type { Decision, EscalationEvent, EscalationState } from './escalation.js';
import { accountableFor } from './escalation-rights.js';

const reason = 'because';
const recommended = { option: 'recommended', ...words, terms: null } as const;
const other = {
  option: 'other',
  ...words,
  terms: { spend: { minor: 700, currency: 'USD' }, writeOff: null, delayAcceptedDays: 0 },
} as const;
const standsIn = { level: 2, holder: 'luc', clocks: laterClocks, ifNobodyDecides: withEva.ifNobodyDecides };

const ofPeople: readonly EscalationCommand[] = [
  { type: 'Acknowledge' },
  { type: 'Claim' },
  { type: 'Release', reason: null },
  { type: 'Reassign', to: 'lou', reason },
  { type: 'Snooze', until: TOMORROW, untilFactChanges: true },
  { type: 'EndSnooze', because: 'hand' },
  { type: 'AskQuestion', questionId: 'q1', of: 'lou', question: 'Why?' },
  { type: 'AnswerQuestion', questionId: 'q1', answer: 'So' },
  { type: 'Decide', ...recommended, decisionGroup: null },
  { type: 'Decide', ...other, decisionGroup: 'g' },
  { type: 'ReturnWithGuidance', guidance: 'Call' },
  { type: 'HandOver', to: 'lou', goodLooksLike: 'Done' },
  { type: 'StepUp', reason },
  { type: 'WithdrawDecision', reason: null },
  { type: 'SupersedeDecision', supersedes: 1, ...other, decisionGroup: null },
  { type: 'ReportDecision', reportId: 'r1', decider: 'lou', saidAt: NOW, ...recommended },
  { type: 'ConfirmReport', reportId: 'r1', ...words },
  { type: 'DenyReport', reportId: 'r1', reason },
  { type: 'ReviewOutcome', verdict: 'worse', lesson: 'Wait' },
  { type: 'RenewTimeBox', reason },
  { type: 'WithdrawEscalation', reason },
];

const ofSystem: readonly EscalationCommand[] = [
  { type: 'OpenEscalation', ...opened().data },
  { type: 'FollowRoute', route: routedIn, moves: 9, to: null },
  { type: 'FollowRoute', route: routedIn, moves: 9, to: withLou },
  { type: 'FollowRoute', route: routedIn, moves: 0, to: withEva },
  { type: 'FollowRoute', route: routedIn, moves: 9, to: { ...withLea, clocks: laterClocks } },
  { type: 'CloseForIssue' },
  { type: 'ExpireClock', clock: 'acknowledge', hop: { kind: 'substitute', to: standsIn } },
  { type: 'ExpireClock', clock: 'decide', hop: { kind: 'level', to: withEva } },
  { type: 'ExpireClock', clock: 'decide', hop: { kind: 'standing_order', playbook: 'p1', option: 'recommended' } },
  { type: 'WarnClock' },
  { type: 'EndSnooze', because: 'time' },
  { type: 'EndSnooze', because: 'fact' },
  { type: 'TakeEffect' },
];

const given = scenario(escalationDecider).given;
const DECISION_COMMANDS = ['WithdrawDecision', 'SupersedeDecision', 'ReviewOutcome', 'TakeEffect'];
const everything = (command: EscalationCommand) =>
  DECISION_COMMANDS.includes(command.type) ? [opened(), decided(), tookEffect(1)] : [opened()];

describe('rights over an escalation, asked before anything is said of how it stands', () => {
  it.each(['auditor', 'administrator', 'service'] as const)('the role %s alone gives no command', (role) => {
    const actor = person('ada', role, { level: 3, grants: eva.rights.grants });
    for (const command of ofPeople) {
      for (const before of [[opened()], [opened(), claimed()], [opened(), decided(), tookEffect(1)], [opened(), returned]]) {
        given(...before)
          .when(command, contextOf({ actor, person: known(lou) }))
          .thenRefused(NotAllowed);
      }
    }
  });

  it('no person gives the commands of router and timekeeper', () => {
    for (const command of ofSystem) given(...everything(command)).when(command, contextOf({ actor: eva, now: laterClocks.decideBy })).thenRefused(NotAllowed); // prettier-ignore
  });
});

/** A command, who gives it, and what stands around it. */
interface Step {
  readonly command: EscalationCommand;
  readonly actor: Actor;
  readonly now: string;
  readonly holderAway: boolean;
  readonly otherMinor: number;
  readonly chosenLevel: number;
}

const people: readonly Actor[] = [lea, lea, lea, lou, lou, luc, eva, mia, fay, asa];
const instants = [NOW, '2026-11-23T10:00:10.000Z', clocks.acknowledgeBy, TOMORROW, clocks.decideBy];
const around = {
  now: fc.constantFrom(...instants),
  holderAway: fc.boolean(),
  otherMinor: fc.constantFrom(0, 3_000_000, 3_000_001),
  chosenLevel: fc.constantFrom(1, 2),
};
// What ends an escalation comes rarely, so that there is time for all the rest.
const ENDINGS = ['ReturnWithGuidance', 'HandOver', 'WithdrawEscalation', 'CloseForIssue', 'FollowRoute'];
const ends = ({ type }: EscalationCommand) => ENDINGS.includes(type);
const reports = ({ type }: EscalationCommand) => type.endsWith('Report') || type === 'ReportDecision';
const stepOf = (commands: readonly EscalationCommand[], actors: readonly Actor[]) =>
  fc.record({ command: fc.constantFrom(...commands), actor: fc.constantFrom(...actors), ...around });
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: stepOf(ofPeople.filter((command) => !ends(command)), people) }, // prettier-ignore
  {
    weight: 6,
    arbitrary: stepOf(
      ofSystem.filter((command) => !ends(command)),
      [timekeeper, timekeeper, router],
    ),
  },
  { weight: 3, arbitrary: stepOf(ofPeople.filter(reports), [lou, mia]) },
  { weight: 1, arbitrary: stepOf(ofPeople.filter(ends), people) },
  { weight: 1, arbitrary: stepOf(ofSystem.filter(ends), [router]) },
);

/** The holder is looked up when the command is given, as the application does. */
function contextFor({ actor, now, holderAway, otherMinor, chosenLevel }: Step, state: EscalationState): EscalationContext {
  const accountable = state.status === 'none' ? 'lea' : accountableFor(state);
  const holder = holderAway ? away(accountable, 'luc') : present(accountable);
  const route = { ...escalated, floors: [amountFloor(2_000_000, otherMinor), ...escalated.floors.slice(1)] };
  return contextOf({ actor, now, holder, route, person: known(lou, { level: chosenLevel }), playbook: agreed() });
}

function commandFor({ command }: Step, state: EscalationState): EscalationCommand {
  const names = command.type === 'SupersedeDecision' && state.status === 'decided';
  return names ? { ...command, supersedes: state.decision.revision } : command;
}

/** Follows the decisions by the events alone; fails on two in force, a barred decider, or more than the grant covers. */
class Watch {
  private readonly standing: number[] = [];
  private readonly inEffect = new Set<number>();
  private readonly barred = new Set(opened().data.barred);

  see(event: EscalationEvent, revision: number, actor: Actor): void {
    switch (event.type) {
      case 'EscalationSteppedUp':
        if (event.data.by !== null) this.barred.add(event.data.by);
        break;
      case 'EscalationDecided':
      case 'DecisionConfirmed':
        expect(this.standing).toEqual([]);
        this.decide(event.data, revision, actor);
        break;
      case 'StandingOrderApplied':
        expect(this.standing).toEqual([]);
        this.standing.push(revision);
        this.inEffect.add(revision);
        break;
      case 'DecisionSuperseded':
        expect(event.data.supersedes).toBe(this.standing.at(-1));
        this.decide(event.data, revision, actor);
        break;
      case 'DecisionTookEffect':
        expect(event.data.decisionRevision).toBe(this.standing.at(-1));
        this.standing.splice(0, this.standing.length, event.data.decisionRevision);
        this.inEffect.add(event.data.decisionRevision);
        break;
      case 'DecisionWithdrawn':
        expect(event.data.decisionRevision).toBe(this.standing.at(-1));
        expect(event.data.beforeEffect).toBe(!this.inEffect.has(event.data.decisionRevision));
        if (event.data.beforeEffect) this.standing.pop();
        break;
      default:
        break;
    }
  }

  inForce(): number | null {
    return this.standing.at(-1) ?? null;
  }

  private decide({ grant, coveredMinor, by }: Decision & { readonly by: string }, revision: number, actor: Actor): void {
    if (actor.kind === 'system') throw new Error('a system actor decided');
    expect([by, grant.person, actor.onBehalfOf]).toEqual([actor.id, actor.id, undefined]);
    expect(this.barred.has(by)).toBe(false);
    const used = actor.rights.grants.find(({ grantId }) => grantId === grant.grantId);
    expect(used?.amount?.minor).toBeGreaterThanOrEqual(coveredMinor);
    this.standing.push(revision);
  }
}

describe('any sequence of commands', () => {
  it('is refused by name or folds; one decision is in force, by one who may, within a grant', () => {
    const reached = new Set<EscalationEvent['type']>();
    const run = (sequence: readonly Step[]) => {
      const watch = new Watch();
      let state: EscalationState = fold(escalationDecider, [opened()]);
      for (const step of sequence) {
        const before = state;
        const events = orRefused(() => escalationDecider.decide(commandFor(step, before), before, contextFor(step, before)));
        for (const event of events) {
          state = escalationDecider.evolve(state, event);
          if (state.status === 'none') throw new Error('it is gone');
          watch.see(event, state.revision, step.actor);
          reached.add(event.type);
        }
        expect(state.status === 'decided' ? state.decision.revision : null).toBe(watch.inForce());
      }
    };
    fc.assert(fc.property(fc.array(steps, { minLength: 1, maxLength: 60, size: 'max' }), run), { numRuns: 300, seed: 2020 });
    expect([...reached].toSorted()).toEqual(ALL_BUT_OPENED.toSorted());
  });
});

const ALL_BUT_OPENED: EscalationEvent['type'][] = [
  'EscalationAcknowledged',
  'EscalationClaimed',
  'TimeBoxRenewed',
  'EscalationReleased',
  'EscalationReassigned',
  'EscalationSnoozed',
  'SnoozeEnded',
  'QuestionAsked',
  'QuestionAnswered',
  'EscalationDecided',
  'DecisionReported',
  'DecisionConfirmed',
  'ReportDenied',
  'DecisionTookEffect',
  'DecisionWithdrawn',
  'DecisionSuperseded',
  'OutcomeReviewed',
  'EscalationReturned',
  'EscalationHandedOver',
  'EscalationSteppedUp',
  'ClocksMoved',
  'ClockWarned',
  'ClockExpired',
  'StandingOrderApplied',
  'EscalationWithdrawn',
];

function orRefused(decide: () => readonly EscalationEvent[]): readonly EscalationEvent[] {
  try {
    return decide();
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
