import type { Moment, Visibility } from '#read-models';
import { visibilityOf, type Caller } from './caller.js';

export interface When {
  readonly asOf?: number;
  readonly waitFor?: number;
}

/** Says at which moment a question is answered. */
export abstract class Moments {
  /**
   * Waits until the views know `waitFor` and `asOf`.
   * @throws HttpProblem the log has no such entry
   * @throws NotCaughtUp the views did not reach it in time
   */
  abstract at(when: When): Promise<Moment>;

  /** What every question says: who asks, and about which moment. */
  async seenBy(caller: Caller, when: When): Promise<{ readonly visibility: Visibility; readonly moment: Moment }> {
    return { visibility: visibilityOf(caller), moment: await this.at(when) };
  }

  /** For views that know only the present. */
  async now(when: Pick<When, 'waitFor'>): Promise<Moment['now']> {
    return (await this.at(when)).now;
  }
}
