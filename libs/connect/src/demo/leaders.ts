import {
  accountableFor,
  toMinute,
  type DecisionOption,
  type DomainEvent,
  type EscalationCommand,
  type LiveEscalation,
  type Recorded,
} from '#domain';
import type { CommandIds } from '#application';
import { membersAt } from './cast.js';
import { Dice } from './dice.js';
import type { Managers } from './managers.js';
import { GOOD_LOOKS_LIKE, GUIDANCE, LESSONS, QUESTIONS, wordsOf, type AskInWords } from './reasons.js';
import type { Stage } from './stage.js';
import { afterWork, at } from './story-time.js';
import type { CaseSeen } from './world.js';

/** When leaders look at their queue, by level, and how many items they take up each time. */
const SITTINGS: Readonly<Record<2 | 3, { readonly times: readonly string[]; readonly most: number }>> = {
  2: { times: ['09:05', '10:50', '13:15', '15:05', '16:20'], most: 3 },
  3: { times: ['08:20', '11:30', '14:20', '16:25'], most: 3 },
};
const MINUTES_EACH = [4, 20] as const;

/** In so many of 100 cases nobody sees in time that something has come. */
const OVERLOOKED_PERCENT = 3;
const CLAIMED_PERCENT = 60;
const REVIEWED_PERCENT = 12;
const DAY = 540;

type Answer = 'decide' | 'return' | 'hand_over' | 'question' | 'snooze' | 'step_up';
const ANSWERS: readonly (readonly [weight: number, answer: Answer])[] = [
  [82, 'decide'],
  [6, 'return'],
  [4, 'hand_over'],
  [4, 'question'],
  [3, 'snooze'],
  [1, 'step_up'],
];

type Command = EscalationCommand | ((ids: CommandIds) => EscalationCommand);

/** The leaders at their queues: they acknowledge, take up what is due first, and decide. */
export class Leaders {
  readonly #stage: Stage;
  readonly #managers: Managers;

  constructor(stage: Stage, managers: Managers) {
    this.#stage = stage;
    this.#managers = managers;
    stage.watch((event) => this.#react(event));
  }

  /** Plans somebody's sittings of a day, up to a time of it. */
  sit(person: string, day: string, until: string): void {
    const level = membersAt(3).includes(person) ? 3 : 2;
    for (const time of SITTINGS[level].times.filter((time) => time < until)) {
      this.#stage.agenda.add(at(day, time), () =>
        this.#takeUp(person, new Dice(this.#stage.seed, `${person}/${day}/${time}`), SITTINGS[level].most, []),
      );
    }
  }

  #react(event: Recorded<DomainEvent>): void {
    const escalation = event.stream.slice('escalation-'.length);
    switch (event.type) {
      case 'EscalationOpened':
      case 'EscalationReassigned':
      case 'EscalationSteppedUp':
      case 'ClockExpired':
        this.#acknowledgeLater(escalation, new Dice(this.#stage.seed, `acknowledge/${event.id}`));
        return;
      case 'DecisionTookEffect':
        this.#reviewLater(escalation, event.data.decisionRevision, new Dice(this.#stage.seed, `review/${event.id}`));
        return;
      default:
    }
  }

  #acknowledgeLater(escalation: string, dice: Dice): void {
    const state = this.#live(escalation);
    if (state === null || dice.chance(OVERLOOKED_PERCENT)) return;
    const most = toMinute(state.clocks.acknowledgeBy) - toMinute(this.#stage.now()) - 2;
    this.#stage.later(Math.min(dice.between(3, 40), Math.max(1, most)), dice, async () => {
      const { world } = this.#stage;
      const now = this.#live(escalation);
      if (now?.status !== 'open' || this.#stage.reserved.has(now.issue) || world.isAway(accountableFor(now), this.#stage.now())) return;
      await this.#stage.give(accountableFor(now), 'escalation', { type: 'Acknowledge' }, escalation);
    });
  }

  #live(escalation: string): LiveEscalation | null {
    const state = this.#stage.world.escalations.get(escalation);
    return state === undefined ? null : this.#stage.world.live(state);
  }

  /** The first of the queue, then after a while the next. */
  async #takeUp(person: string, dice: Dice, left: number, done: readonly string[]): Promise<void> {
    const { world } = this.#stage;
    const next = left === 0 || world.isAway(person, this.#stage.now()) ? undefined : this.#nextOf(person, done);
    if (next === undefined) return;
    if (next.state.status !== 'claimed' && dice.chance(CLAIMED_PERCENT))
      await this.#stage.give(person, 'escalation', { type: 'Claim' }, next.escalation);
    this.#stage.laterByClock(dice.between(...MINUTES_EACH), dice, async () => {
      await this.#answer(person, next.escalation, dice);
      await this.#takeUp(person, dice, left - 1, [...done, next.escalation]);
    });
  }

  #nextOf(person: string, done: readonly string[]) {
    const waiting = this.#stage.world
      .waitingFor(person)
      .filter(
        ({ seen, escalation, state }) => !this.#stage.reserved.has(seen.id) && state.status !== 'snoozed' && !done.includes(escalation),
      );
    return waiting.reduce<(typeof waiting)[number] | undefined>(
      (first, one) => (first === undefined || one.state.clocks.decideBy < first.state.clocks.decideBy ? one : first),
      undefined,
    );
  }

  async #answer(person: string, escalation: string, dice: Dice): Promise<void> {
    const state = this.#live(escalation);
    if (state === null || accountableFor(state) !== person) return;
    const seen = this.#stage.world.caseOf(state.issue);
    const command = this.#commandFor(this.#choice(person, seen, state, dice), seen, state, dice);
    if (command !== null) await this.#stage.give(person, 'escalation', command, escalation);
  }

  /** What is not possible here becomes a decision. */
  #choice(person: string, seen: CaseSeen, state: LiveEscalation, dice: Dice): Answer {
    const answer = dice.weighted(ANSWERS);
    const owner = this.#stage.world.ownerOf(seen);
    const possible: Readonly<Record<Answer, boolean>> = {
      decide: true,
      return: maySendDown(seen, state) && state.requests < 2,
      hand_over: maySendDown(seen, state) && owner !== null && !this.#stage.world.isAway(owner, this.#stage.now()),
      question: state.question === null && owner !== person,
      snooze: state.clocks.decideBy > afterWork(this.#stage.now(), DAY / 2),
      step_up: state.level === 2,
    };
    return possible[answer] ? answer : 'decide';
  }

  #commandFor(answer: Answer, seen: CaseSeen, state: LiveEscalation, dice: Dice): Command | null {
    const owner = this.#stage.world.ownerOf(seen) ?? seen.filer;
    switch (answer) {
      case 'decide':
        return { type: 'Decide', decisionGroup: null, ...decisionOn(this.#managers.askOf(seen.id), dice) };
      case 'return':
        return { type: 'ReturnWithGuidance', guidance: dice.pick(GUIDANCE) };
      case 'hand_over':
        return { type: 'HandOver', to: owner, goodLooksLike: dice.pick(GOOD_LOOKS_LIKE) };
      case 'question':
        return (ids) => ({ type: 'AskQuestion', questionId: ids.derived('question'), of: owner, question: dice.pick(QUESTIONS) });
      case 'snooze':
        return { type: 'Snooze', until: afterWork(this.#stage.now(), dice.between(60, DAY / 3)), untilFactChanges: dice.chance(50) };
      case 'step_up':
        return state.level === 2 ? { type: 'StepUp', reason: 'This needs somebody who can speak for the whole programme' } : null;
    }
  }

  #reviewLater(escalation: string, decisionRevision: number, dice: Dice): void {
    if (!dice.chance(REVIEWED_PERCENT)) return;
    this.#stage.later(dice.between(2 * DAY, 5 * DAY), dice, async () => {
      const state = this.#stage.world.escalations.get(escalation);
      if (state?.status !== 'decided' || state.decision.revision !== decisionRevision || state.decision.by === null) return;
      const verdict = dice.weighted([[70, 'as_hoped'], [22, 'mixed'], [8, 'worse']] as const); // prettier-ignore
      await this.#stage.give(state.decision.by, 'escalation', { type: 'ReviewOutcome', verdict, lesson: dice.pick(LESSONS) }, escalation);
    });
  }
}

/** No floor would send it straight back; what somebody asked for or called ends with the leader's answer. */
function maySendDown({ route }: CaseSeen, { level }: LiveEscalation): boolean {
  if (route === null) return false;
  const lands = (asked: number): number => (route.emptyLevels.includes(asked) ? lands(asked + 1) : asked);
  return route.floors.every(({ code, level: asked }) => code === 'ROADBLOCK' || code === 'CALLED_MINE' || lands(asked) < level);
}

function decisionOn(ask: AskInWords | null, dice: Dice) {
  const options: readonly (readonly [number, DecisionOption])[] =
    ask === null ? [[80, 'other'], [20, 'no']] : [[74, 'recommended'], [ask.alternative === null ? 0 : 13, 'alternative'], [4, 'other'], [9, 'no']]; // prettier-ignore
  const option = dice.weighted(options);
  return { option, terms: null, ...wordsOf(option, ask, dice) };
}
