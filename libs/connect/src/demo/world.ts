import {
  accountableFor,
  callSheetDecider,
  escalationDecider,
  idOf,
  issueDecider,
  ownerOf,
  type CallSheetEvent,
  type CallSheetState,
  type DomainEvent,
  type EscalationEvent,
  type EscalationState,
  type FiledIssue,
  type FullRoute,
  type Instant,
  type IssueEvent,
  type LiveEscalation,
  type OpenedEscalation,
  type Recorded,
} from '#domain';

/** An issue as the people of the story see it. */
export interface CaseSeen {
  readonly id: string;
  readonly filer: string;
  readonly filedAt: Instant;
  /** How many were filed before it. */
  readonly number: number;
  issue: FiledIssue;
  route: FullRoute | null;
  /** Its newest escalation. */
  escalation: string | null;
}

type OpenedCallSheet = Exclude<CallSheetState, { status: 'none' }>;

const LIVE: readonly EscalationState['status'][] = ['open', 'acknowledged', 'claimed', 'snoozed'];

/** What people know of each other's doings: issues, their routes and escalations, folded from the log. */
export class World {
  readonly cases = new Map<string, CaseSeen>();
  readonly escalations = new Map<string, OpenedEscalation>();
  readonly callSheets = new Map<string, OpenedCallSheet>();

  readonly #absences: { readonly person: string; readonly from: Instant; readonly until: Instant }[] = [];

  fold(event: Recorded<DomainEvent>): void {
    const { stream } = event;
    if (event.type === 'AbsencePlanned') this.#absences.push({ person: idOf('person-', stream), ...event.data });
    if (stream.startsWith('issue-')) this.#foldIssue(idOf('issue-', stream), event as Recorded<IssueEvent>);
    if (stream.startsWith('escalation-')) this.#foldEscalation(idOf('escalation-', stream), event as Recorded<EscalationEvent>);
    if (stream.startsWith('callsheet-')) this.#foldCallSheet(idOf('callsheet-', stream), event as Recorded<CallSheetEvent>);
    if (event.type === 'IssueRouted' && event.data.changed) this.caseOf(event.data.issue).route = event.data;
  }

  caseOf(id: string): CaseSeen {
    const seen = this.cases.get(id);
    if (seen === undefined) throw new RangeError(`there is no issue ${id}`);
    return seen;
  }

  /** Who answers for an issue at L1. */
  ownerOf({ id, issue, route }: CaseSeen): string | null {
    return ownerOf(issue, id, route);
  }

  /** The escalation in which somebody still has to decide. */
  liveOf({ escalation }: CaseSeen): LiveEscalation | null {
    const state = escalation === null ? undefined : this.escalations.get(escalation);
    return state === undefined ? null : this.live(state);
  }

  live(state: OpenedEscalation): LiveEscalation | null {
    return LIVE.includes(state.status) ? (state as LiveEscalation) : null;
  }

  isAway(person: string, now: Instant): boolean {
    return this.#absences.some((away) => away.person === person && away.from <= now && now < away.until);
  }

  /** What waits for somebody to decide, with the issue's own order. */
  waitingFor(person: string): readonly { readonly seen: CaseSeen; readonly escalation: string; readonly state: LiveEscalation }[] {
    const waiting = [];
    for (const seen of this.cases.values()) {
      const state = this.liveOf(seen);
      if (state !== null && accountableFor(state) === person) waiting.push({ seen, escalation: seen.escalation as string, state });
    }
    return waiting;
  }

  #foldIssue(id: string, event: Recorded<IssueEvent>): void {
    const seen = this.cases.get(id);
    const issue = issueDecider.evolve(seen?.issue ?? issueDecider.initial, event) as FiledIssue;
    if (seen !== undefined) seen.issue = issue;
    else {
      const { actor: filer, recordedAt: filedAt } = event;
      this.cases.set(id, { id, filer, filedAt, number: this.cases.size, issue, route: null, escalation: null });
    }
  }

  #foldCallSheet(id: string, event: Recorded<CallSheetEvent>): void {
    this.callSheets.set(id, callSheetDecider.evolve(this.callSheets.get(id) ?? callSheetDecider.initial, event) as OpenedCallSheet);
  }

  #foldEscalation(id: string, event: Recorded<EscalationEvent>): void {
    const state = escalationDecider.evolve(this.escalations.get(id) ?? escalationDecider.initial, event) as OpenedEscalation;
    this.escalations.set(id, state);
    if (event.type === 'EscalationOpened') this.caseOf(event.data.issue).escalation = id;
  }
}
