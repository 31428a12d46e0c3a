import type { DomainEvent, IssueCommand, IssueEvent, Recorded } from '#domain';
import { outlookOf, type CaseInQuestion, type Outlook } from '#domain/routing/outlook';
import { step } from '#domain/routing/router-fold';
import { initialRouterState, type RouterState } from '#domain/routing/router-state';
import type { EventStore } from '#event-store';
import { actorName, type Claim } from './claim.js';
import type { Clock } from './clock.js';
import type { CommandHandling } from './handle-command.js';
import { nouns } from './nouns.js';

export type OutlookAsked = {
  /** By the policy that its routes are pinned to, or (if nothing is said) by the one that is in force. */
  readonly by?: 'own' | 'in_force';
  /** Only what the log knew up to this index. It is folded anew up to there: some 20,000 events a second. */
  readonly asOf?: number;
} & (
  | {
      readonly issue: string;
      readonly amendment?: { readonly claim: Claim; readonly command: Extract<IssueCommand, { type: 'AmendIssue' }> };
    }
  | { readonly draft: { readonly claim: Claim; readonly command: Extract<IssueCommand, { type: 'FileIssue' }> } }
);

const PAGE_EVENTS = 1000;

/** Where issues would go, now or then, as they are or as somebody is about to state them. Nothing is written. */
export class Outlooks {
  readonly #store: EventStore;
  readonly #handling: CommandHandling;
  readonly #state: RouterState;
  readonly #clock: Clock;

  constructor(store: EventStore, handling: CommandHandling, state: RouterState, clock: Clock) {
    this.#store = store;
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
    const state = await stateAt(this.#store, asked.asOf);
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

/** The router's state as it was after the event with this index. */
async function stateAt(store: EventStore, index: number): Promise<RouterState> {
  const state = initialRouterState();
  for (let next = 0; next <= index;) {
    const page = await store.readFromIndex(next, Math.min(PAGE_EVENTS, index + 1 - next));
    if (page.length === 0) break;
    for (const event of page) step(state, event as unknown as Recorded<DomainEvent>);
    next += page.length;
  }
  return state;
}
