import type { Position, RecordedEvent } from '#event-store';
import type { Board } from './board.js';
import type { Calendars } from './calendars.js';
import type { DecisionLog } from './decision-log.js';
import type { ExecutiveQueue } from './executive-queue.js';
import type { IssuePages } from './issue-page.js';
import type { Orders } from './orders.js';
import type { Partners } from './partners.js';
import type { People } from './people.js';
import type { Playbooks } from './playbooks.js';
import type { Policies } from './policies.js';
import type { Programmes } from './programmes.js';
import type { Sites } from './sites.js';

type JsonObject = RecordedEvent['data'];

/**
 * All views over one database: fed by one subscriber, in one transaction for each batch, so that they agree with each other.
 */
export interface ReadModels {
  readonly subscriber: ReadModelSubscriber;
  readonly executiveQueue: ExecutiveQueue;
  readonly board: Board;
  readonly issuePages: IssuePages;
  readonly decisionLog: DecisionLog;
  readonly people: People;
  readonly programmes: Programmes;
  readonly sites: Sites;
  readonly partners: Partners;
  readonly orders: Orders;
  readonly playbooks: Playbooks;
  readonly policies: Policies;
  readonly calendars: Calendars;
  /** Names of the views that make up the state hash, in order. */
  readonly views: readonly string[];
  /** Rows of a view in key order, without personal text: equal for equal logs, whatever the store, batches or place. */
  canonicalRows(view: string): AsyncIterable<readonly [key: string, row: JsonObject]>;
  /** Forgets all text sealed with these data keys. */
  forget(keys: readonly string[]): Promise<void>;
}

export interface ReadModelSubscriber {
  readonly name: 'read-models';
  readonly version: number;
  position(): Promise<Position | null>;
  /**
   * @throws UnknownEvent a stored type or schema that this version does not know: nothing of the batch is kept
   * @throws LogGap entries are missing between what it has and the batch
   */
  apply(events: readonly RecordedEvent[], through: Position): Promise<void>;
}
