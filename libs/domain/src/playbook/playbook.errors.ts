import { IllegalTransition } from '../errors.js';

/** The pattern is in somebody's hands: end or return that hand-over first. */
export class HandOverStands extends IllegalTransition {
  constructor(to: string) {
    super(`the pattern is handed over to ${to}`);
  }
}

/** There is no hand-over, or its time is over. */
export class NoHandOver extends IllegalTransition {
  constructor() {
    super('the pattern is not handed over to anybody');
  }
}

/** One default for one pattern: end the other first. */
export class StandingOrderStands extends IllegalTransition {
  constructor() {
    super('a standing order stands for this pattern');
  }
}

/** There is no standing order, or its time is over. */
export class NoStandingOrder extends IllegalTransition {
  constructor() {
    super('no standing order stands for this pattern');
  }
}
