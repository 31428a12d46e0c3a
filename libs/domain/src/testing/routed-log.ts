import type { DomainEvent, EventsByStream, StreamPrefix } from '../catalogue.js';
import { DomainError } from '../errors.js';
import type { EscalationCommandOfSystem, EscalationContext } from '../escalation/escalation.commands.js';
import { escalationDecider } from '../escalation/escalation.decider.js';
import type { EscalationEvent, EscalationState, OpenedEscalation } from '../escalation/escalation.js';
import type { Recorded } from '../event.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
import { recordOf, type EscalationKey, type EscalationMove, type RouteBody, type Routed, type Step } from '../routing/routed.js';
import { initialRouterState, step } from '../routing/router-fold.js';
import { LogBuilder } from './log-builder.js';

const LIVE: readonly OpenedEscalation['status'][] = ['open', 'acknowledged', 'claimed', 'snoozed'];

type FullBody = Extract<RouteBody, { changed: true }>;

/**
 * A log with the router at work on it, for tests: what is recorded is folded, and what the fold asks for is appended as the application
 * does it, by way of the escalation's own rules, `lag` events of others later. Throws when a route that comes back from the log
 * is not the fold's own.
 */
export class RoutedLog {
  readonly log: LogBuilder;
  readonly state = initialRouterState();
  /** Every route that was made, in order, by issue. */
  readonly routes = new Map<string, Routed[]>();
  readonly escalations = new Map<string, EscalationState>();
  private readonly waiting: { readonly dueAt: number; readonly write: () => void }[] = [];
  private readonly reviewed = new Set<Routed>();
  private folded = 0;

  constructor(
    private readonly lag = 0,
    start?: Instant,
  ) {
    this.log = new LogBuilder(start);
  }

  /** Records an event as of now, folds it, and lets the router do what is due. */
  record<P extends StreamPrefix>(prefix: P, id: string, event: EventsByStream[P], eventId?: string): Step {
    const recorded: unknown = this.log.record(prefix, id, event, eventId);
    const made = this.fold(recorded as Recorded<DomainEvent>);
    this.folded++;
    while (this.waiting[0] !== undefined && this.waiting[0].dueAt <= this.folded) this.waiting.shift()?.write();
    return made;
  }

  /** Time passes; on the way each review that falls due is recorded at its minute, once. */
  passes(minutes: number): this {
    const until = fromMillis(toMillis(this.log.now) + minutes * 60_000);
    for (let due = this.nextDue(until); due !== undefined; due = this.nextDue(until)) {
      this.reviewed.add(due);
      if ((due.body.nextReviewAt ?? until) > this.log.now) this.log.at(due.body.nextReviewAt ?? until);
      this.log.by('system:timekeeper');
      this.record('clock-', due.issue, { type: 'RouteReviewDue', data: { issue: due.issue, dueAt: this.log.now } });
    }
    this.log.at(until);
    return this;
  }

  private nextDue(until: Instant): Routed | undefined {
    const last = [...this.routes.values()].flatMap((routes) => routes.slice(-1));
    const at = ({ body }: Routed): Instant => body.nextReviewAt ?? until;
    return last
      .filter((routed) => routed.body.nextReviewAt !== null && at(routed) <= until && !this.reviewed.has(routed))
      .sort((a, b) => (at(a) < at(b) ? -1 : 1))[0];
  }

  /** Lets the router finish what still waits. */
  settle(): this {
    while (this.waiting.length > 0) this.waiting.shift()?.write();
    return this;
  }

  /** The last route of an issue, changed or not. */
  last(issue: string): RouteBody {
    const body = this.routes.get(issue)?.at(-1)?.body;
    if (body === undefined) throw new Error(`issue ${issue} was never routed`);
    return body;
  }

  /** The last route that said something new. */
  route(issue: string): FullBody {
    const full = this.routes.get(issue)?.findLast(({ body }) => body.changed)?.body;
    if (!full?.changed) throw new Error(`issue ${issue} was never routed`);
    return full;
  }

  /** The live escalation of an issue that stands in the log, else the newest; null: none does. */
  escalationOf(issue: string): { readonly id: string; readonly state: OpenedEscalation; readonly live: boolean } | null {
    const all = [...this.escalations].flatMap(([id, state]) =>
      id.startsWith(`${issue}_`) && state.status !== 'none' ? [{ id, state, live: LIVE.includes(state.status) }] : [],
    );
    return all.findLast(({ live }) => live) ?? all.at(-1) ?? null;
  }

  /** Records an event on that escalation; false: there is none yet. */
  onEscalation(issue: string, event: EscalationEvent): boolean {
    const escalation = this.escalationOf(issue);
    if (escalation === null) return false;
    this.record('escalation-', escalation.id, event);
    return true;
  }

  private fold(event: Recorded<DomainEvent>): Step {
    if (event.stream.startsWith('escalation-')) this.follow(event as Recorded<EscalationEvent>);
    const made = step(this.state, event);
    if (made.met?.same === false) throw new Error(`route ${made.met.revision} of ${made.met.issue} differs from the fold's own`);
    for (const routed of made.routes) {
      this.routes.set(routed.issue, [...(this.routes.get(routed.issue) ?? []), routed]);
      this.later(() => this.append(routed));
    }
    for (const move of made.escalations) this.later(() => this.move(move));
    return made;
  }

  private later(write: () => void): void {
    this.waiting.push({ dueAt: this.folded + 1 + this.lag, write });
  }

  private append(routed: Routed): void {
    const { issue, triggerId } = routed;
    this.write('routing-', issue, { type: 'IssueRouted', data: recordOf(routed) }, `${triggerId}/route/${issue}`);
  }

  private move(move: EscalationMove): void {
    const id = escalationIdOf(move.escalation);
    const state = this.escalations.get(id) ?? escalationDecider.initial;
    const context = { now: this.log.now, actor: { kind: 'system', id: 'router' }, escalationId: id } as unknown as EscalationContext;
    let events: readonly EscalationEvent[] = [];
    try {
      events = escalationDecider.decide(commandOf(move), state, context);
    } catch (refusal) {
      // Somebody was faster: a normal outcome.
      if (!(refusal instanceof DomainError)) throw refusal;
    }
    for (const event of events) this.write('escalation-', id, event);
  }

  private follow(event: Recorded<EscalationEvent>): void {
    const id = event.stream.slice('escalation-'.length);
    this.escalations.set(id, escalationDecider.evolve(this.escalations.get(id) ?? escalationDecider.initial, event));
  }

  private write<P extends StreamPrefix>(prefix: P, id: string, event: EventsByStream[P], eventId?: string): void {
    const actor = this.log.actorNow;
    const recorded: unknown = this.log.by('system:router').record(prefix, id, event, eventId);
    this.fold(recorded as Recorded<DomainEvent>);
    this.log.by(actor);
  }
}

/** The application derives it from the trigger's id; here it only has to be one to one, and tell the issue. */
function escalationIdOf({ issue, route }: EscalationKey): string {
  return `${issue}_${route.revision}`;
}

function commandOf(move: EscalationMove): EscalationCommandOfSystem {
  switch (move.move) {
    case 'open':
      return { type: 'OpenEscalation', ...move.data };
    case 'follow':
      return { type: 'FollowRoute', route: move.route, moves: move.moves, to: move.to };
    case 'close':
      return { type: 'CloseForIssue' };
  }
}
