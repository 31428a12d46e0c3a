import type { Ask, FullRoute, IfNobodyDecides, Instant, IssueFacts } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { CodeLabel, Moment, PersonLabel, Visibility } from './reading.js';

type JsonObject = RecordedEvent['data'];

/** One issue with all that happened to it, folded from its own streams up to the moment. */
export interface IssuePage {
  readonly issue: string;
  /** Of the issue's stream, for If-Match. */
  readonly revision: number;
  /** The last entry that the page knows. */
  readonly index: number;
  readonly programme: string;
  readonly region: string | null;
  readonly site: CodeLabel | null;
  readonly partner: CodeLabel | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly facts: Omit<IssueFacts, 'ask'> & { readonly ask: ReadAsk | null };
  readonly externalReference: string | null;
  readonly lines: number;
  readonly filed: { readonly at: Instant; readonly occurredAt: Instant | null; readonly by: PersonLabel; readonly origin: string | null };
  readonly status: 'open' | 'decided' | 'resolved' | 'withdrawn' | 'duplicate';
  readonly duplicateOf: string | null;
  readonly duplicates: readonly string[];
  /** "Ann Lee answers for this": the owner, until a leader claims. Null until it is routed. */
  readonly answersFor: PersonLabel | null;
  readonly owner: PersonLabel | null;
  readonly holder: PersonLabel | null;
  /** The last route that said everything; reviews since then changed nothing. */
  readonly route: {
    readonly revision: number;
    readonly index: number;
    readonly record: FullRoute;
    readonly nextReviewAt: Instant | null;
  } | null;
  readonly escalations: readonly EscalationOnPage[];
  /** Of the live escalation; null: nothing runs. */
  readonly ifNobodyDecides: IfNobodyDecides | null;
  /** In log order. */
  readonly timeline: readonly TimelineEntry[];
}

export type ReadAsk = Omit<Ask, 'recommendation' | 'alternative'> & {
  readonly recommendation: string | null;
  readonly alternative: string | null;
};

export interface EscalationOnPage {
  readonly id: string;
  readonly revision: number;
  readonly status: 'open' | 'acknowledged' | 'claimed' | 'snoozed' | 'decided' | 'returned' | 'handed_over' | 'withdrawn';
  readonly level: number;
  readonly holder: PersonLabel;
  readonly openedIndex: number;
}

export interface TimelineEntry {
  readonly index: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly at: Instant;
  /** When the actor says it happened, if they said so. */
  readonly occurredAt: Instant | null;
  readonly actor: PersonLabel;
  readonly onBehalfOf: PersonLabel | null;
  /** The entry of this page that set it off; null: it began with a command, or with an entry elsewhere. */
  readonly causedBy: number | null;
  /** As recorded, with the words in place of what is sealed; null for words that were erased. */
  readonly data: JsonObject;
}

export type ReadStream = (stream: string) => Promise<readonly RecordedEvent[]>;

export interface IssuePages {
  /** Reads the issue's streams through `readStream`. Null: not filed at that moment, or not to be seen. */
  page(request: {
    readonly issue: string;
    readonly visibility: Visibility;
    readonly moment: Moment;
    readonly readStream: ReadStream;
  }): Promise<IssuePage | null>;
  /** The streams from which the page is folded, oldest first. */
  streams(issue: string): Promise<readonly string[]>;
}
