import { DomainError, IllegalTransition, NotAllowed } from '../errors.js';
import type { Instant } from '../instant.js';
import type { FloorCode } from '../routing/route-record.js';

/** A decision stands; it can be withdrawn or superseded. */
export class EscalationAlreadyDecided extends IllegalTransition {
  constructor() {
    super('the escalation is decided: the decision can be withdrawn or superseded');
  }
}

export class EscalationOver extends IllegalTransition {
  constructor(status: 'returned' | 'handed_over' | 'withdrawn') {
    super(`the escalation is over: it was ${status.replace('_', ' ')}`);
  }
}

/** Somebody else answers for it. */
export class NotInCharge extends NotAllowed {
  constructor(holder: string, level: number) {
    super(
      `${holder} has it at level ${level}: it is for them, for who stands in while they are away, or for a leader of that level or above`,
    );
  }
}

export class AlreadyAcknowledged extends IllegalTransition {
  constructor(by: string) {
    super(`${by} has acknowledged it already`);
  }
}

/** Exactly one leader decides: who claimed it. */
export class AlreadyClaimed extends IllegalTransition {
  constructor(by: string) {
    super(`${by} has claimed it`);
  }
}

export class NotClaimed extends IllegalTransition {
  constructor() {
    super('nobody has claimed it');
  }
}

/** The route fell, or its asker takes it back; what a leader has claimed stays until the leader acts. */
export class ClaimedStays extends IllegalTransition {
  constructor(by: string) {
    super(`${by} has claimed it: it stays until they act`);
  }
}

export class NotSnoozed extends IllegalTransition {
  constructor() {
    super('it is not snoozed');
  }
}

/** One open question at a time. */
export class QuestionStillOpen extends IllegalTransition {
  constructor(of: string) {
    super(`a question to ${of} is still open`);
  }
}

export class QuestionNotOpen extends IllegalTransition {
  constructor() {
    super('this question is not open');
  }
}

export class ReportPending extends IllegalTransition {
  constructor(decider: string) {
    super(`a reported decision waits for the word of ${decider}`);
  }
}

export class ReportNotPending extends IllegalTransition {
  constructor() {
    super('this report is not waiting for a word');
  }
}

/** For the one whose decision it is. */
export class NotTheDecider extends NotAllowed {
  constructor(decider: string | null) {
    super(decider === null ? 'a standing order decided it: it can be superseded' : `only ${decider}, whose decision it is, can do this`);
  }
}

export class NothingDecided extends IllegalTransition {
  constructor() {
    super('nothing is decided');
  }
}

/** Another decision is in force by now. */
export class DecisionNotInForce extends IllegalTransition {
  constructor(inForce: number) {
    super(`the decision in force stands at revision ${inForce}`);
  }
}

export class DecisionAlreadyWithdrawn extends IllegalTransition {
  constructor() {
    super('the decision was withdrawn already');
  }
}

export class DecisionAlreadyInEffect extends IllegalTransition {
  constructor() {
    super('the decision is in effect already');
  }
}

export class DecisionNotInEffect extends IllegalTransition {
  constructor() {
    super('the decision is not in effect yet');
  }
}

/** It was returned once; who asked again knows more than the guidance. */
export class SecondRequestStands extends IllegalTransition {
  constructor() {
    super('it was asked for a second time, so it cannot be returned: decide it or hand it over');
  }
}

/** It would come straight back. */
export class FloorHolds extends IllegalTransition {
  constructor(floors: readonly FloorCode[]) {
    super(`it would come straight back: ${floors.join(', ')} asks for this level`);
  }
}

/** It is here by its score, not because somebody asked. */
export class ScoreHolds extends IllegalTransition {
  constructor(level: number) {
    super(`its score asks for level ${level}, whoever asked`);
  }
}

export class NobodyAbove extends IllegalTransition {
  constructor() {
    super('there is nobody at a higher level who could take it');
  }
}

/** The calendar does not reach to the end of the time box. */
export class NoWorkingTime extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('the calendar does not reach as far as the time box: publish the next period');
  }
}

/** Not yet, or not any more: nothing is wrong, the timekeeper came at another time. */
export class ClockNotDue extends IllegalTransition {
  constructor(what: string, at: Instant | null) {
    super(at === null ? `${what} does not run` : `${what} is due at ${at}`);
  }
}

export class AlreadyWarned extends IllegalTransition {
  constructor() {
    super('the warning was given already');
  }
}

/** It was moved since; another route, which knows of that, is on its way. */
export class RouteOvertaken extends IllegalTransition {
  constructor() {
    super('the escalation was moved after this route was made');
  }
}

/** What was agreed for when nobody decides does not go so far. */
export class BeyondStandingOrder extends IllegalTransition {
  constructor() {
    super('the ask commits more than the standing order covers, or nobody knows how much');
  }
}
