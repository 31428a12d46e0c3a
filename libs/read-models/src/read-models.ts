import type { Position, RecordedEvent } from '#event-store';
import type { Kysely } from 'kysely';
import type { Board } from './board.js';
import { boardProjection } from './board.projection.js';
import { boardQueries } from './board.query.js';
import type { BoardDatabase } from './board.table.js';
import { calendarProjection, calendarQueries, type calendarTable, type Calendars } from './calendars.js';
import { decisionLogProjection } from './decision-log.projection.js';
import { decisionLogQueries } from './decision-log.query.js';
import type { DecisionDatabase } from './decision-log.table.js';
import { executiveQueueProjection } from './executive-queue.projection.js';
import { executiveQueueQueries } from './executive-queue.query.js';
import type { QueueDatabase } from './executive-queue.table.js';
import { issuePageQueries } from './issue-page.query.js';
import { issueStreamProjection, type IssueStreamDatabase } from './issue-streams.js';
import { orderProjection, orderQueries, type Orders, type orderTable } from './orders.js';
import { partnerProjection, partnerQueries, type Partners } from './partners.js';
import { peopleProjection } from './people.projection.js';
import { peopleQueries } from './people.query.js';
import { forgetTexts, personalTextProjection, type Unseal } from './personal-text.js';
import { playbookProjection, playbookQueries, type Playbooks, type playbookTable } from './playbooks.js';
import { policyBookProjection, policyProjection, type policyBookTable, type policyTable } from './policies.projection.js';
import { policyQueries } from './policies.query.js';
import { programmeProjection, programmeQueries, type Programmes, type programmeTable } from './programmes.js';
import { siteProjection, siteQueries, type Sites } from './sites.js';
import { deadLetterProjection, sourceProjection, sourceQueries, type deadLetterTable, type sourceTable, type Sources } from './sources.js';
import { canonicalRows } from './store/canonical-rows.js';
import type { ReadModelDatabase } from './store/read-model-database.js';
import { ProjectionSubscriber } from './store/subscriber.js';
import type { DatabaseOf, Table } from './store/table.js';

import type { DecisionLog } from './decision-log.js';
import type { ExecutiveQueue } from './executive-queue.js';
import type { IssuePages } from './issue-page.js';
import type { People } from './people.js';
import type { Policies } from './policies.js';
import { workloads, type Workload } from './workloads.js';

type JsonObject = RecordedEvent['data'];

type MasterData = DatabaseOf<
  | typeof calendarTable
  | typeof deadLetterTable
  | typeof sourceTable
  | typeof orderTable
  | typeof playbookTable
  | typeof policyTable
  | typeof policyBookTable
  | typeof programmeTable
> &
  IssueStreamDatabase;

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
  readonly sources: Sources;
  /** Names of the views that make up the state hash, in order. */
  readonly views: readonly string[];
  /** Rows of a view in key order, without personal text: equal for equal logs, whatever the store, batches or place. */
  canonicalRows(view: string): AsyncIterable<readonly [key: string, row: JsonObject]>;
  /** What waits for each leader, as counts. */
  workloads(): Promise<readonly Workload[]>;
  /** Forgets all text sealed with these data keys. */
  forget(keys: readonly string[]): Promise<void>;
}

export interface ReadModelSubscriber {
  readonly name: string;
  readonly version: number;
  position(): Promise<Position | null>;
  /** The same of what is stored, by whichever process, changing nothing; null too where another version of this program stored it. */
  stored(): Promise<Position | null>;
  /**
   * @throws UnknownEvent a stored type or schema that this version does not know: nothing of the batch is kept
   * @throws LogGap entries are missing between what it has and the batch
   * @throws TurnOver another process keeps the read models now
   */
  apply(events: readonly RecordedEvent[], through: Position): Promise<void>;
}

const PROJECTIONS = [
  boardProjection,
  calendarProjection,
  decisionLogProjection,
  executiveQueueProjection,
  issueStreamProjection,
  orderProjection,
  partnerProjection,
  peopleProjection,
  playbookProjection,
  policyBookProjection,
  policyProjection,
  programmeProjection,
  siteProjection,
  sourceProjection,
  deadLetterProjection,
] as const;

/** The version of each view by its name: what is stored of another version is made anew. */
export const viewVersions: ReadonlyMap<string, number> = new Map(PROJECTIONS.map(({ name, version }) => [name, version]));

/** A view that there is none of. */
export class UnknownView extends Error {
  override readonly name = 'UnknownView';
  constructor(view: string) {
    super(`there is no view ${view}`);
  }
}

/** `db.writer` is for the subscriber alone; queries go to `db.reader`. */
export function createReadModels(db: ReadModelDatabase, unseal: Unseal): ReadModels {
  const reader = db.reader as unknown as Kysely<BoardDatabase & DecisionDatabase & QueueDatabase & MasterData>;
  return {
    subscriber: new ProjectionSubscriber(db, [...PROJECTIONS, personalTextProjection(unseal)]),
    executiveQueue: executiveQueueQueries(reader),
    board: boardQueries(reader),
    issuePages: issuePageQueries(reader, unseal),
    decisionLog: decisionLogQueries(reader),
    people: peopleQueries(reader),
    programmes: programmeQueries(reader),
    sites: siteQueries(reader),
    partners: partnerQueries(reader),
    orders: orderQueries(reader),
    playbooks: playbookQueries(reader),
    policies: policyQueries(reader),
    calendars: calendarQueries(reader),
    sources: sourceQueries(reader),
    views: PROJECTIONS.map(({ name }) => name),
    canonicalRows: (view) => canonicalRows(db.reader, tablesOf(view)),
    workloads: () => workloads(reader),
    forget: (keys) => forgetTexts(db.writer, keys),
  };
}

function tablesOf(view: string): readonly Table[] {
  const projection = PROJECTIONS.find(({ name }) => name === view);
  if (projection === undefined) throw new UnknownView(view);
  return projection.tables;
}
