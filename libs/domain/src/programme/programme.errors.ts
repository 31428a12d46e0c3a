import { IllegalTransition } from '../errors.js';
import type { Phase } from './programme.js';

/** The launch phase has ended, by time or by hand; it does not come back. */
export class LaunchIsOver extends IllegalTransition {
  constructor() {
    super('the launch phase is over and does not come back');
  }
}

/** Phases go launch, scaling, steady. */
export class PhaseGoesForward extends IllegalTransition {
  constructor(from: Phase, to: Phase) {
    super(`the programme is in ${from}; it cannot go to ${to}`);
  }
}

/** Something has happened in the programme already: it is real. */
export class TooLateForDemo extends IllegalTransition {
  constructor() {
    super('a programme can be marked as a demo only directly after its start');
  }
}

/** An import that is over, or was never begun. */
export class ImportNotOpen extends IllegalTransition {
  constructor(importId: string) {
    super(`import ${importId} is not open`);
  }
}
