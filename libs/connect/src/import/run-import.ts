import type { Engine, SimulatedTime } from '#application';
import { DomainError, type Instant } from '#domain';
import type { EventStore } from '#event-store';
import { MappingInvalid, StepRefused } from './import-errors.js';
import { claimOf, type LeftToDo } from './left-to-do.js';
import type { ImportPlan } from './plan.js';
import type { Deed, Step } from './step.js';

/** What an import did, as `gravitas import --json` prints it. */
export interface ImportReport {
  readonly importId: string;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  readonly issueLines: number;
  readonly issuesFiled: number;
  /** Deliveries that another import had filed before: they are left as they are. */
  readonly issuesKnown: number;
  readonly eventsAppended: number;
  /** All of it was done before: nothing was added. */
  readonly recognised: boolean;
}

export interface ImportTarget {
  readonly engine: Pick<Engine, 'handle' | 'rest' | 'nextDue'>;
  readonly store: EventStore;
  /** The engine's clock in a history; null: the file's open deliveries are filed now. */
  readonly time: SimulatedTime | null;
  /** Called with the number of steps done, and of all. */
  readonly progress?: (done: number, of: number) => void;
}

/**
 * Carries out what is left of a plan, through the same commands as everybody else's. In a history the clock stands at each step's instant
 * until router and timekeeper have come to rest, then moves to the earlier of the next step and the next due instant: so the same file
 * makes the same log, however fast the machine is and wherever it was broken off.
 * @throws MappingInvalid, StepRefused what came before the refused step stands in the log
 */
export async function runImport(plan: ImportPlan, left: LeftToDo, target: ImportTarget): Promise<ImportReport> {
  const { store, time, engine } = target;
  const before = await store.head();
  for (const [index, step] of left.steps.entries()) {
    if (time !== null) await advance(time, engine, step.at);
    await give(engine, plan, step);
    target.progress?.(index + 1, left.steps.length);
  }
  await engine.rest();
  const { importId, rowsRead, rowsRejected, issueLines } = plan;
  const { issuesFiled, issuesKnown } = left;
  const eventsAppended = ((await store.head())?.index ?? -1) - (before?.index ?? -1);
  return { importId, rowsRead, rowsRejected, issueLines, issuesFiled, issuesKnown, eventsAppended, recognised: left.steps.length === 0 };
}

/** Lets everything that falls due before the next step happen at its own instant. */
async function advance(time: SimulatedTime, engine: ImportTarget['engine'], until: Instant): Promise<void> {
  await engine.rest();
  for (let due = engine.nextDue(); due !== null && due < until; due = engine.nextDue()) {
    const before = time.now();
    time.advanceTo(due);
    await engine.rest();
    if (time.now() === before && engine.nextDue() === due) throw new Error(`what was due at ${due} did not happen`);
  }
  time.advanceTo(until);
}

async function give(engine: ImportTarget['engine'], plan: ImportPlan, step: Step): Promise<void> {
  const request = { id: step.id, claim: claimOf(step, plan), identity: { key: step.key }, origin: plan.importId };
  try {
    await handleDeed(engine, step, request);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw step.kind === 'set_up' ? new MappingInvalid(step.place, `is refused: ${error.message}`) : new StepRefused(step.place, error);
  }
}

// The noun and its command belong together in each member of the union; TypeScript cannot carry that through a generic call.
function handleDeed(engine: ImportTarget['engine'], { noun, command }: Deed, request: object): Promise<unknown> {
  const handle = engine.handle.bind(engine) as (noun: string, request: object) => Promise<unknown>;
  return handle(noun, { ...request, command });
}
