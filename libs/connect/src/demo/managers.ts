import type { DomainEvent, FileIssue, IssueCommand, Recorded } from '#domain';
import { managersOf } from './cast.js';
import { Dice } from './dice.js';
import { DISTRICTS } from './districts.js';
import type { Draft } from './drafts.js';
import { decisionOf, inWords, stepsOf, WORKING_DAY, type Plan, type Step, type StepName } from './manager-plans.js';
import { NOTES, resolutionOf, TRIED, type AskInWords } from './reasons.js';
import type { Stage } from './stage.js';
import { afterWork } from './story-time.js';
import type { CaseSeen } from './world.js';

/** The regional managers at their desks: they file, take up, ask, decide what is theirs, and close. */
export class Managers {
  readonly #stage: Stage;
  readonly #plans = new Map<string, Plan>();
  #filed = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    stage.watch((event) => this.#react(event));
  }

  /** Files an issue, and attends to it from then on. Answers its id. */
  async file({ by, filing, workMinutes }: Draft): Promise<string> {
    const dice = new Dice(this.#stage.seed, `issue/${this.#filed++}`);
    const isAway = this.#stage.world.isAway(by, this.#stage.now());
    return this.#file((isAway ? this.#colleagueOf(by, filing) : null) ?? by, filing, {
      dice,
      steps: stepsOf(dice, filing, workMinutes),
      original: null,
    });
  }

  /** Closes an issue that somebody else has filed, once a leader is through with it. */
  lookAfter(issue: string, filing: FileIssue, workMinutes: number): void {
    const dice = new Dice(this.#stage.seed, `issue/${issue}`);
    const steps: Step[] = [[workMinutes, 'close']];
    this.#plans.set(issue, { dice, steps, original: null, filing, ask: inWords(filing), appointment: 0 });
  }

  /** What was asked for, in words; null: nothing. */
  askOf(issue: string): AskInWords | null {
    return this.#plans.get(issue)?.ask ?? null;
  }

  async #file(by: string, filing: FileIssue, plan: Pick<Plan, 'dice' | 'steps' | 'original'>): Promise<string> {
    const { id } = await this.#stage.give(by, 'issue', filing);
    this.#plans.set(id, { ...plan, filing, ask: inWords(filing), appointment: 0 });
    this.#attendLater(id, plan.dice.between(8, 90));
    return id;
  }

  #attendLater(issue: string, minutes: number): void {
    const plan = this.#plans.get(issue);
    if (plan === undefined) return;
    const appointment = ++plan.appointment;
    this.#stage.later(minutes, plan.dice, async () => {
      if (plan.appointment === appointment) await this.#attend(issue, plan);
    });
  }

  async #attend(issue: string, plan: Plan): Promise<void> {
    const { world } = this.#stage;
    const seen = world.caseOf(issue);
    const owner = world.ownerOf(seen);
    const [step] = plan.steps;
    const isOpen = seen.issue.status === 'open' || seen.issue.status === 'decided';
    if (step === undefined || owner === null || isOpen === (step[1] === 'reopen')) return;
    // A scene or a leader has it.
    if (this.#stage.reserved.has(issue) || world.liveOf(seen) !== null) return;
    if (isOpen && seen.issue.owner?.person !== owner) await this.#stage.give(owner, 'issue', { type: 'AcceptWork' }, issue);
    else {
      plan.steps.shift();
      await this.#do(step[1], seen, plan, owner);
    }
    const next = plan.steps[0];
    if (next !== undefined) this.#attendLater(issue, next[0]);
  }

  async #do(step: StepName, seen: CaseSeen, plan: Plan, owner: string): Promise<void> {
    if (step === 'file_twin') return this.#fileTwin(seen, plan);
    const command = this.#commandFor(step, seen, plan, owner);
    const by = step === 'withdraw' ? seen.filer : owner;
    if (command !== null) await this.#stage.give(by, 'issue', command, seen.id);
  }

  #commandFor(step: Exclude<StepName, 'file_twin'>, seen: CaseSeen, plan: Plan, owner: string): IssueCommand | null {
    const { dice, filing } = plan;
    switch (step) {
      case 'note':
        return { type: 'AddNote', text: dice.pick(NOTES) };
      case 'link_twin':
        return { type: 'LinkAsDuplicate', of: plan.original as string };
      case 'withdraw':
        return this.#isDecided(seen)
          ? null
          : { type: 'WithdrawIssue', reason: 'Filed by mistake: the delivery stood in the other building' };
      case 'reassign': {
        const colleague = this.#colleagueOf(owner, filing);
        return colleague === null ? null : { type: 'ReassignIssue', to: colleague, reason: 'Closer to the site this week' };
      }
      case 'go_up':
        return {
          type: 'AskToGoUp',
          missingAuthority: dice.pick(['amount', 'contract_change', 'move_stock']),
          leversTried: [],
          tried: dice.pick(TRIED),
        };
      case 'new_date':
        return { type: 'AmendIssue', changes: { neededBy: afterWork(this.#stage.now(), dice.between(3 * WORKING_DAY, 8 * WORKING_DAY)) } };
      case 'decide':
        return this.#isDecided(seen) ? null : { type: 'DecideIssue', ...decisionOf(plan) };
      case 'close': {
        const outcome = dice.weighted([[88, 'fixed'], [8, 'accepted'], [4, 'failed']] as const); // prettier-ignore
        return { type: 'ResolveIssue', outcome, resolution: resolutionOf(outcome, dice) };
      }
      case 'reopen':
        return { type: 'ReopenIssue', reason: 'The school called: the same again this morning' };
    }
  }

  /** Somebody else of the region who is there. */
  #colleagueOf(person: string, { site }: FileIssue): string | null {
    const region = DISTRICTS.find(({ code }) => code === site)?.region;
    const others = region === undefined ? [] : managersOf(region).filter((id) => id !== person);
    return others.find((id) => !this.#stage.world.isAway(id, this.#stage.now())) ?? null;
  }

  #isDecided({ issue, escalation }: CaseSeen): boolean {
    return issue.status === 'decided' || (escalation !== null && this.#stage.world.escalations.get(escalation)?.status === 'decided');
  }

  /** A colleague tells of the same; the owner sees it and links the two. */
  async #fileTwin(seen: CaseSeen, { dice, filing }: Plan): Promise<void> {
    const colleague = this.#colleagueOf(seen.filer, filing);
    if (colleague === null) return;
    await this.#file(colleague, { ...filing, ask: null }, { dice, steps: [[dice.between(10, 40), 'link_twin']], original: seen.id });
  }

  #react(event: Recorded<DomainEvent>): void {
    switch (event.type) {
      // A leader is through with it: it is the owner's turn.
      case 'DecisionTookEffect':
      case 'StandingOrderApplied':
      case 'EscalationReturned':
      case 'EscalationHandedOver':
      case 'EscalationWithdrawn': {
        const state = this.#stage.world.escalations.get(event.stream.slice('escalation-'.length));
        const plan = state === undefined ? undefined : this.#plans.get(state.issue);
        if (state !== undefined && plan !== undefined) this.#attendLater(state.issue, plan.dice.between(10, 120));
        return;
      }
      default:
    }
  }
}
