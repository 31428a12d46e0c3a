import { evolveEscalation, evolveIssue, type EscalationEvent, type EscalationState, type IssueEvent, type IssueState } from '#domain';
import { Scene, askFor, later } from './scene.js';
import { sealed } from './sealing.js';

interface Told {
  issue: IssueState;
  readonly programme: string;
  /** Ids of its escalations. */
  readonly escalations: string[];
}

const PEOPLE = ['mia', 'max', 'lea', 'lou', 'eva'];
const LEADERS = ['lea', 'lou', 'eva'];

/**
 * A history that could have happened, told by dice: the same dice tell the same story. Each step is one thing that somebody, the router
 * or a clock does.
 */
export class Story {
  readonly scene = new Scene();
  readonly #dice: () => number;
  readonly #issues = new Map<string, Told>();
  readonly #escalations = new Map<string, EscalationState>();
  readonly #callSheets = new Set<string>();
  #absences = 0;

  /** `dice` gives whole numbers from 0. */
  constructor(dice: () => number) {
    this.#dice = dice;
    this.scene.setUp().programme('two').person('lou', 2, 'eva');
  }

  steps(count: number): this {
    for (let i = 0; i < count; i += 1) this.step();
    return this;
  }

  step(): void {
    // Clocks of machines do not always agree.
    this.scene.after(this.#below(40) - 2);
    const what = this.#below(100);
    if (what < 12 || this.#issues.size === 0) this.#file();
    else if (what < 40) this.#changeIssue();
    else if (what < 88) this.#changeEscalation();
    else if (what < 94) this.#changePerson();
    else this.#changeMasterData();
  }

  #below(end: number): number {
    return this.#dice() % end;
  }

  #pick<T>(some: readonly T[]): T {
    return some[this.#below(some.length)] as T;
  }

  #file(): void {
    const id = `i${this.#issues.size}`;
    const programme = this.#pick(['dev', 'two']);
    const { scene } = this;
    scene.file(
      id,
      {
        programme,
        region: this.#pick(['north', 'south', null]),
        partner: this.#pick(['acme', 'bolt', null]),
        site: this.#pick(['s1', 's2', null]),
        kind: this.#pick(['late', 'damaged']),
        exposure: this.#pick(['none', 'none', 'none', 'safety']),
        neededBy: this.#pick([null, later(scene.log.now, this.#below(9000))]),
        ask: this.#pick([null, askFor(this.#below(5000) * 100)]),
        title: this.#pick(['Pallet missing', 'Late at Moss Ridge', 'Wrong model of tablet']),
      },
      this.#pick(PEOPLE),
    );
    this.#issues.set(id, {
      issue: evolveIssue({ status: 'none' }, scene.events.at(-1) as unknown as IssueEvent),
      programme,
      escalations: [],
    });
    this.#route(id);
  }

  #route(id: string): void {
    const told = this.#issues.get(id) as Told;
    const live = told.escalations.some((escalation) => this.#isLive(escalation));
    const pool = { delayCostPerDay: this.#below(9) * 1000, assumed: this.#below(2) === 0, expectedMinutes: 1 + this.#below(60) };
    const common = { programme: told.programme, owner: this.#pick(['mia', 'max']), pool, provisional: this.#below(5) === 0 };
    if (this.#below(2) === 0 || live) {
      this.scene.route(id, { ...common, holder: common.owner });
      return;
    }
    const escalation = `e${this.#escalations.size}`;
    const opening = { holder: this.#pick(LEADERS), decideIn: 60 + this.#below(6000), requests: this.#below(3) };
    this.scene.escalate(id, opening, common, escalation);
    this.#escalations.set(escalation, evolveEscalation({ status: 'none' }, this.scene.events.at(-1) as unknown as EscalationEvent));
    told.escalations.push(escalation);
  }

  #isLive(escalation: string): boolean {
    return ['open', 'acknowledged', 'claimed', 'snoozed'].includes(this.#escalations.get(escalation)?.status ?? '');
  }

  #changeIssue(): void {
    const id = this.#pick([...this.#issues.keys()]);
    const told = this.#issues.get(id) as Told;
    const isClosed = told.issue.status !== 'open' && told.issue.status !== 'decided';
    const event = isClosed ? this.#pick([REOPENED, NOTE]) : this.#pick(this.#issueEvents(id));
    this.scene.onIssue(id, event, this.#pick(PEOPLE));
    told.issue = evolveIssue(told.issue, event);
    if (this.#below(2) === 0 && told.issue.status === 'open') this.#route(id);
  }

  #issueEvents(id: string): readonly IssueEvent[] {
    const other = [...this.#issues.keys()].find((issue) => issue !== id);
    const person = this.#pick(PEOPLE);
    return [
      NOTE,
      { type: 'WorkAccepted', data: { by: person } },
      { type: 'IssueReassigned', data: { to: person, reason: sealed('Takes over') } },
      { type: 'IssueAmended', data: { changes: { units: this.#below(900) } } },
      {
        type: 'IssueAmended',
        data: { changes: { partner: this.#pick(['acme', 'bolt', null]) }, region: 'south', title: sealed('Two pallets missing') },
      },
      { type: 'IssueAmended', data: { changes: { ask: askFor(this.#below(900) * 100) } } },
      {
        type: 'GoingUpRequested',
        data: { byLevel: 1, missingAuthority: 'amount', leversTried: [], allLeversTried: false, tried: sealed('Called') },
      },
      { type: 'IssueDecided', data: { ...this.scene.decision(person, this.#below(900) * 100), selfDecided: this.#below(2) === 0 } },
      { type: 'IssueResolved', data: { outcome: 'fixed', resolution: sealed('Arrived') } },
      other === undefined
        ? { type: 'IssueWithdrawn', data: { reason: sealed('By mistake') } }
        : { type: 'IssueLinkedAsDuplicate', data: { of: other } },
    ];
  }

  #changeEscalation(): void {
    const id = this.#escalations.size === 0 ? undefined : this.#pick([...this.#escalations.keys()]);
    const state = id === undefined ? undefined : (this.#escalations.get(id) as Exclude<EscalationState, { status: 'none' }>);
    if (id === undefined || state === undefined) {
      this.#file();
      return;
    }
    const event = this.#pick(
      this.#isLive(id) ? this.#liveEvents(state) : state.status === 'decided' ? this.#decidedEvents(state) : [OUTCOME],
    );
    this.scene.onEscalation(id, event, this.#pick(LEADERS));
    this.#escalations.set(id, evolveEscalation(state, event));
  }

  #liveEvents(state: Exclude<EscalationState, { status: 'none' }>): readonly EscalationEvent[] {
    const { scene } = this;
    const { now } = scene.log;
    const leader = this.#pick(LEADERS);
    const minutes = 60 + this.#below(3000);
    const clocks = { acknowledgeBy: later(now, minutes / 4), warnAt: later(now, (minutes * 2) / 3), decideBy: later(now, minutes) };
    const { ifNobodyDecides, level } = state;
    const decision = { ...scene.decision(leader, this.#below(90) * 1000), by: leader };
    return [
      { type: 'EscalationAcknowledged', data: { by: leader } },
      { type: 'EscalationClaimed', data: { by: leader, timeBoxUntil: later(now, 9000) } },
      { type: 'EscalationReleased', data: { reason: null } },
      { type: 'EscalationReassigned', data: { to: leader, reason: null, route: null } },
      { type: 'EscalationSnoozed', data: { until: later(now, 300), untilFactChanges: true } },
      { type: 'SnoozeEnded', data: { because: 'time' } },
      { type: 'QuestionAsked', data: { questionId: 'q1', of: 'mia', question: sealed('How many?') } },
      { type: 'QuestionAnswered', data: { questionId: 'q1', answer: sealed('Twenty') } },
      { type: 'EscalationDecided', data: decision },
      { type: 'DecisionReported', data: { ...decision, reportId: 'r1', decider: leader, saidAt: now } },
      { type: 'DecisionConfirmed', data: { ...decision, reportId: 'r1' } },
      { type: 'EscalationReturned', data: { to: 'mia', guidance: sealed('Ask the carrier'), until: null } },
      { type: 'EscalationHandedOver', data: { to: 'max', goodLooksLike: sealed('All by Friday') } },
      {
        type: 'EscalationSteppedUp',
        data: {
          fromLevel: level,
          level: 3,
          holder: 'eva',
          because: 'leader',
          by: leader,
          reason: null,
          route: null,
          clocks,
          ifNobodyDecides,
        },
      },
      { type: 'ClocksMoved', data: { route: { stream: 'routing-x', revision: 0 }, clocks, ifNobodyDecides } },
      { type: 'ClockWarned', data: { decideBy: state.clocks.decideBy } },
      {
        type: 'ClockExpired',
        data: { clock: 'decide', from: state.holder, hop: 'substitute', to: leader, fromLevel: level, level, clocks, ifNobodyDecides },
      },
      { type: 'StandingOrderApplied', data: { playbook: 'pb', option: 'no', commitmentMinor: 0 } },
      { type: 'EscalationWithdrawn', data: { because: 'route_fell', reason: null } },
    ];
  }

  #decidedEvents(state: Extract<EscalationState, { status: 'decided' }>): readonly EscalationEvent[] {
    const { revision: decisionRevision } = state.decision;
    const leader = this.#pick(LEADERS);
    const superseding = { ...this.scene.decision(leader, 70_000), by: leader, supersedes: decisionRevision };
    if (state.decision.inEffect) {
      return [
        { type: 'DecisionWithdrawn', data: { decisionRevision, reason: sealed('Changed my mind'), beforeEffect: false } },
        { type: 'DecisionSuperseded', data: superseding },
        { type: 'OutcomeReviewed', data: { decisionRevision, verdict: 'mixed', lesson: sealed('Call earlier') } },
      ];
    }
    return [
      { type: 'DecisionTookEffect', data: { decisionRevision } },
      { type: 'DecisionWithdrawn', data: { decisionRevision, reason: null, beforeEffect: true } },
      { type: 'DecisionSuperseded', data: superseding },
    ];
  }

  #changePerson(): void {
    const id = this.#pick(PEOPLE);
    const { now } = this.scene.log;
    const grantId = `g${this.#below(3)}`;
    const absenceId = `a${this.#absences++}`;
    const limit = {
      action: null,
      amount: { minor: this.#below(900) * 100, currency: 'USD' },
      pattern: {},
      from: now,
      until: null,
      mayRedelegate: false,
    };
    this.scene.onPerson(
      id,
      this.#pick([
        { type: 'GrantGiven', data: { grantId, ...limit, givenBy: 'ada' } },
        { type: 'GrantRevoked', data: { grantId, reason: sealed('Over') } },
        {
          type: 'AbsencePlanned',
          data: { absenceId, from: now, until: later(now, this.#below(900)), substitute: this.#pick([...LEADERS, null]) },
        },
        { type: 'RoleGiven', data: { role: 'leader', scope: this.#pick([{}, { programme: 'dev' }]) } },
        { type: 'AttentionBudgetSet', data: { minutesPerWeek: 60 + this.#below(200), interruptionsPer12Hours: 2, handsOnLimit: 3 } },
        {
          type: 'TokenIssued',
          data: { tokenId: `t${this.#below(5)}`, secretHash: 'f'.repeat(64), roles: null, until: null, label: 'Laptop' },
        },
        { type: 'PersonChanged', data: { title: sealed('New title', `key-${id}`) } },
      ] as const),
    );
  }

  #changeMasterData(): void {
    const { log } = this.scene;
    log.by('ada');
    const programme = this.#pick(['dev', 'two']);
    switch (this.#below(6)) {
      case 0:
        log.record('programme-', programme, {
          type: 'PhaseChanged',
          data: { phase: this.#pick(['scaling', 'steady']), reason: sealed('Runs well') },
        });
        return;
      case 1:
        log.record('site-', `${programme}.s1`, {
          type: 'SiteChanged',
          data: { programme, code: 's1', name: 'School one', siteClass: 'school', region: this.#pick(['north', null]) },
        });
        return;
      case 2:
        log.record('partner-', `${programme}.acme`, {
          type: 'PartnerPutForward',
          data: { programme, code: 'acme', rank: 3, name: sealed('Vera Price'), title: sealed('Vice president') },
        });
        {
          this.#openCallSheet(programme);
          return;
        }
      case 3: {
        this.#changeCallSheet();
        return;
      }
      case 4:
        log.record('policybook-', 'organisation', {
          type: 'ExchangeRateRecorded',
          data: { from: 'EUR', to: 'USD', numerator: 100 + this.#below(20), denominator: 100 },
        });
        return;
      default: {
        const day = Math.floor(Date.parse(log.now) / 86_400_000) * 1440;
        const from = later(`${log.now.slice(0, 10)}T00:00:00.000Z`, 0);
        const data = {
          name: 'Weekdays',
          zone: 'UTC',
          rule: 'by hand',
          from,
          until: later(from, 2880),
          intervals: [[day + 480, day + 900 + this.#below(200)]] as const,
        };
        log.record('calendar-', 'weekdays', { type: 'CalendarPublished', data });
      }
    }
  }

  #openCallSheet(programme: string): void {
    const { log, events } = this.scene;
    const id = `c${this.#callSheets.size}`;
    this.#callSheets.add(id);
    const putForward = events.at(-1);
    const ref = { stream: putForward?.stream ?? '', revision: putForward?.revision ?? 0 };
    const data = { programme, partner: 'acme', rank: 3, counterpart: this.#pick(LEADERS), until: later(log.now, 4000), putForward: ref };
    log.by('system:router').record('callsheet-', id, { type: 'CallSheetOpened', data });
  }

  #changeCallSheet(): void {
    if (this.#callSheets.size === 0) {
      this.#file();
      return;
    }
    const id = this.#pick([...this.#callSheets]);
    const { log } = this.scene;
    if (this.#below(3) > 0)
      log.record('callsheet-', id, {
        type: 'PartnerContacted',
        data: { by: this.#pick(LEADERS), note: sealed('Called'), minutes: 1 + this.#below(30) },
      });
    else log.record('callsheet-', id, { type: 'CallSheetClosed', data: { because: 'hand' } });
  }
}

const NOTE: IssueEvent = { type: 'NoteAdded', data: { text: sealed('Seen it myself') } };
const REOPENED: IssueEvent = { type: 'IssueReopened', data: { reason: sealed('Still missing') } };
const OUTCOME: EscalationEvent = { type: 'ClockWarned', data: { decideBy: '2026-01-05T09:00:00.000Z' } };

/** Dice that fall the same way for a seed. */
export function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
