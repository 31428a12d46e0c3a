import type { DomainEvent, EscalationEvent, EscalationState, Instant } from '#domain';
import type { RecordedEvent } from '#event-store';
import { DueQueue, type Due, type Entry } from './due-queue.js';
import { duesOf, nameOf, type EscalationDue } from './escalation-dues.js';
import { KeptMap } from './kept-map.js';
import type { KeptParts } from './kept-state.js';
import type { Streams } from './streams.js';
import { escalations } from './views.js';

/** `cause` named the instant. With the key its id gives the id of what is done, so that it is done once. */
export type Timed = Due & { readonly cause: Cause } & (
    | { readonly kind: 'review'; readonly issue: string }
    | { readonly kind: 'callSheet'; readonly callSheet: string }
    | { readonly kind: 'escalation'; readonly escalation: string; readonly issue: string; readonly due: EscalationDue }
  );

type Cause = Pick<RecordedEvent, 'id' | 'correlationId'>;

/** Nobody has to look at these issues again because of time: until the router routes them anew. */
const CLOSES_REVIEW: readonly DomainEvent['type'][] = ['IssueDecided', 'IssueResolved', 'IssueWithdrawn', 'IssueLinkedAsDuplicate'];

/** Reviews know nothing of each other, so many are taken at once. */
const MOST_REVIEWS_AT_ONCE = 64;

/** The fold over the log that knows what falls due. */
export class Dues {
  readonly #streams: Streams;
  readonly #dues = new KeptMap<string, Entry<Timed>>('dues', 'wholly');
  readonly #queue = new DueQueue<Timed>(this.#dues);
  /** Escalations in which something may fall due, and the revision up to which each is folded. */
  readonly #escalations = new KeptMap<string, { readonly state: EscalationState; readonly revision: number }>('escalations', 'lazily');
  readonly #clockRevisions = new KeptMap<string, number>('clocks', 'lazily');
  /** It follows from the log alone: what was taken and did not come about falls due again after a restart. */
  readonly parts: KeptParts = {
    maps: [this.#dues, this.#escalations, this.#clockRevisions],
    rest: () => null,
    setRest: () => this.#queue.refilled(),
  };

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  next(): Timed | undefined {
    return this.#queue.peek();
  }

  /** Last revision of `clock-<issue>`; −1: there is none. */
  clockRevision(issue: string): number {
    return this.#clockRevisions.get(issue) ?? -1;
  }

  /** Takes out what is to be done next of what is due by now: one thing, or reviews that stand together. */
  take(now: Instant): readonly Timed[] {
    const taken: Timed[] = [];
    for (let due = this.next(); due !== undefined && due.at <= now; due = this.next()) {
      if (taken.length > 0 && (due.kind !== 'review' || taken.length === MOST_REVIEWS_AT_ONCE)) break;
      taken.push(due);
      this.#queue.take(due.key);
      if (due.kind !== 'review') break;
    }
    return taken;
  }

  async fold(recorded: RecordedEvent): Promise<void> {
    const event = recorded as RecordedEvent & DomainEvent;
    const [prefix, id] = splitStream(event.stream);
    if (prefix === 'escalation') return this.#foldEscalation(id, recorded);
    switch (event.type) {
      case 'IssueRouted':
        this.#review(id, event.data.nextReviewAt, recorded);
        return;
      case 'RouteReviewDue':
        this.#clockRevisions.set(id, event.revision);
        return;
      case 'CallSheetOpened':
        this.#queue.set({ kind: 'callSheet', key: event.stream, at: event.data.until, cause: causeOf(recorded), callSheet: id });
        return;
      case 'CallSheetClosed':
        this.#queue.clear(event.stream);
        return;
      default:
        if (CLOSES_REVIEW.includes(event.type)) this.#review(id, null, recorded);
    }
  }

  #review(issue: string, at: Instant | null, event: RecordedEvent): void {
    const key = `review/${issue}`;
    if (at === null) this.#queue.clear(key);
    else this.#queue.set({ kind: 'review', key, at, cause: causeOf(event), issue });
  }

  async #foldEscalation(id: string, event: RecordedEvent): Promise<void> {
    const before = this.#escalations.get(id) ?? (await this.#load(id, event));
    const after = event.revision <= before.revision ? before.state : escalations.evolve(before.state, event as unknown as EscalationEvent);
    const dues = duesOf(after);
    for (const due of duesOf(before.state)) if (!dues.some((one) => keyOf(id, one) === keyOf(id, due))) this.#queue.clear(keyOf(id, due));
    for (const due of dues) this.#set(id, after, due, event);
    if (dues.length > 0) this.#escalations.set(id, { state: after, revision: Math.max(event.revision, before.revision) });
    else this.#escalations.delete(id);
    if (event.type === 'DecisionTookEffect' && after.status !== 'none') this.#review(after.issue, null, event);
  }

  /** An escalation at rest is not kept. It may go on, when a decision is withdrawn or superseded. */
  async #load(id: string, { revision }: RecordedEvent): Promise<{ readonly state: EscalationState; readonly revision: number }> {
    if (revision === 0) return { state: escalations.initial, revision: -1 };
    const { state, revision: end } = await this.#streams.load(escalations, id);
    return { state, revision: end };
  }

  #set(escalation: string, state: EscalationState, due: EscalationDue, event: RecordedEvent): void {
    if (state.status === 'none') return;
    const key = keyOf(escalation, due);
    // Still the same instant: who named it first stays its cause, and if it was taken it does not come again, even if nothing could be done.
    if (this.#queue.get(key)?.at === due.at) return;
    this.#queue.set({ kind: 'escalation', key, at: due.at, cause: causeOf(event), escalation, issue: state.issue, due });
  }
}

function keyOf(escalation: string, due: EscalationDue): string {
  return `${nameOf(due)}/${escalation}`;
}

function splitStream(stream: string): readonly [prefix: string, id: string] {
  const hyphen = stream.indexOf('-');
  return [stream.slice(0, hyphen), stream.slice(hyphen + 1)];
}

function causeOf({ id, correlationId }: RecordedEvent): Cause {
  return { id, correlationId };
}
