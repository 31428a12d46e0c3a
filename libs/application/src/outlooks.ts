import type { IssueCommand, IssueEvent } from '#domain';
import { outlookOf, type CaseInQuestion, type Outlook } from '#domain/routing/outlook';
import type { RouterState } from '#domain/routing/router-state';
import { actorName, type Claim } from './claim.js';
import type { Clock } from './clock.js';
import type { CommandHandling } from './handle-command.js';
import { nouns } from './nouns.js';
import type { PastStates } from './past-states.js';

export type OutlookAsked = {
  /** By the policy that its routes are pinned to, or (if nothing is said) by the one that is in force. */
  readonly by?: 'own' | 'in_force';
  /** Only what the log knew up to this index. */
  readonly asOf?: number;
} & (
  | {
      readonly issue: string;
      readonly amendment?: { readonly claim: Claim; readonly command: Extract<IssueCommand, { type: 'AmendIssue' }> };
    }
  | { readonly draft: { readonly claim: Claim; readonly command: Extract<IssueCommand, { type: 'FileIssue' }> } }
);

/** Where issues would go, now or then, as they are or as somebody is about to state them. Nothing is written. */
export class Outlooks {
  readonly #past: PastStates;
  readonly #handling: CommandHandling;
  readonly #state: RouterState;
  readonly #clock: Clock;

  constructor(past: PastStates, handling: CommandHandling, state: RouterState, clock: Clock) {
    this.#past = past;
    this.#handling = handling;
    this.#state = state;
    this.#clock = clock;
  }

  /**
   * null: there is no such issue, or no policy.
   * @throws DomainError what is about to be stated would be refused
   */
  async outlook(asked: OutlookAsked): Promise<Outlook | null> {
    const question = await this.#questionIn(asked);
    if (asked.asOf === undefined) return outlookOf(this.#state, question, this.#clock.now(), asked.by ?? 'in_force');
    const state = await this.#past.at(asked.asOf);
    return outlookOf(state, question, state.now, asked.by ?? 'in_force');
  }

  async #questionIn(asked: OutlookAsked): Promise<CaseInQuestion> {
    if ('draft' in asked) {
      const filed = await this.#rehearse<'IssueFiled'>(null, asked.draft);
      return { filer: actorName(asked.draft.claim), filed };
    }
    const { issue, amendment } = asked;
    return amendment === undefined ? { issue } : { issue, amended: await this.#rehearse<'IssueAmended'>(issue, amendment) };
  }

  /** The data of the one event that the command would lead to. */
  async #rehearse<T extends IssueEvent['type']>(id: string | null, { claim, command }: Rehearsed): Promise<EventOf<T>['data']> {
    const [event] = await this.#handling.rehearse(nouns.issue, { id, claim, command, identity: null });
    return event?.data as unknown as EventOf<T>['data'];
  }
}

interface Rehearsed {
  readonly claim: Claim;
  readonly command: IssueCommand;
}

type EventOf<T extends IssueEvent['type']> = Extract<IssueEvent, { readonly type: T }>;
