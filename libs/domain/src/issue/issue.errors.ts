import { IllegalTransition, NotAllowed } from '../errors.js';

/** Resolved, withdrawn, or a duplicate of another. */
export class IssueAlreadyClosed extends IllegalTransition {
  constructor(status: 'resolved' | 'withdrawn' | 'duplicate') {
    super(status === 'duplicate' ? 'the issue is closed as a duplicate' : `the issue is closed: it was ${status}`);
  }
}

export class IssueNotClosed extends IllegalTransition {
  constructor() {
    super('the issue is not closed');
  }
}

/** One decision stands at a time. */
export class IssueAlreadyDecided extends IllegalTransition {
  constructor() {
    super('the issue is decided: it can be resolved, asked to go up, or amended with a new ask');
  }
}

/** The issue is decided, or its escalation is: it was not filed by mistake. */
export class IssueWasDecided extends IllegalTransition {
  constructor() {
    super('something was decided already, so the issue cannot be withdrawn as filed by mistake');
  }
}

export class IssueNotRouted extends IllegalTransition {
  constructor() {
    super('the issue is not routed yet: try again in a moment');
  }
}

/** Only what is delegated is decided by its owner. */
export class IssueNotDelegated extends IllegalTransition {
  constructor(level: number, holder: string) {
    super(`the issue is not delegated: ${holder} has it at level ${level}`);
  }
}

/** A leader has it: they decide, return it or hand it over first. */
export class HeldByLeader extends IllegalTransition {
  constructor(holder: string) {
    super(`${holder} has the issue as an escalation; ask them to decide, return or hand it over`);
  }
}

/** It was sent up already, and not returned. */
export class AlreadyUp extends IllegalTransition {
  constructor(holder: string, level: number) {
    super(`it has gone up already: ${holder} has it at level ${level}`);
  }
}

export class NoHigherLevel extends IllegalTransition {
  constructor() {
    super('there is no higher level');
  }
}

/** For the one who holds the issue. */
export class NotTheOwner extends NotAllowed {
  constructor(owner: string | null) {
    super(owner === null ? 'nobody holds the issue yet' : `only ${owner}, who holds the issue, can do this`);
  }
}

export class AlreadyTheOwner extends IllegalTransition {
  constructor(person: string) {
    super(`${person} holds the issue already`);
  }
}

/** A leader of a higher level has called it. */
export class CallStands extends NotAllowed {
  constructor(by: string, level: number) {
    super(`${by} has called it at level ${level}; the call stands until they or somebody of that level ends it`);
  }
}

export class NoSuchCall extends IllegalTransition {
  constructor(call: 'mine' | 'delegate') {
    super(`nobody has called it "${call}" now`);
  }
}
