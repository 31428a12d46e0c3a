import type { Engine, SimulatedTime } from '#application';
import { systemClaim, type Claim } from '#application';
import type { Instant } from '#domain';
import type { EventStore } from '#event-store';
import { HistoryBehindLog } from './import-errors.js';
import type { ImportPlan } from './plan.js';
import { deed, type Deed, type Step } from './step.js';

/** What an import did, as `gravitas import --json` prints it. */
export interface ImportReport {
  readonly importId: string;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  readonly issueLines: number;
  readonly issuesFiled: number;
  readonly eventsAppended: number;
  /** The same file with the same mapping was imported before: nothing was added. */
  readonly recognised: boolean;
}

export interface ImportTarget {
  readonly engine: Pick<Engine, 'handle' | 'rest' | 'nextDue'>;
  readonly store: EventStore;
  /** The engine's clock in a history; null: the files' open issues are filed now. */
  readonly time: SimulatedTime | null;
  readonly startedAt: Instant;
  /** Called with the number of steps done, and of all. */
  readonly progress?: (done: number, of: number) => void;
}

/**
 * Carries a plan out through the same commands as everybody else's. In a history the clock stands at each step's instant while router and
 * timekeeper come to rest, then moves to the earlier of the next step and the next due instant. Broken off, it goes on where it stopped
 * when it is started again: each step has a key.
 * @throws HistoryBehindLog the log holds a later event of something else
 */
export async function runImport(plan: ImportPlan, target: ImportTarget): Promise<ImportReport> {
  const { store, time } = target;
  const before = await store.head();
  const standing = await importState(plan, store);
  const report = (appended: number): ImportReport => ({
    importId: plan.importId,
    rowsRead: plan.rowsRead,
    rowsRejected: plan.rowsRejected,
    issueLines: plan.issueLines,
    issuesFiled: plan.deliveries.length,
    eventsAppended: appended,
    recognised: standing === 'ended',
  });
  if (standing === 'ended') return report(0);
  if (standing === 'absent') await refuseBehindLog(plan, store);
  let done = 0;
  for (const [index, step] of withImportEvents(plan, target.startedAt).entries()) {
    if (time !== null && step.at > time.now()) await advance(time, target.engine, step.at);
    await give(target.engine, plan, step, index);
    target.progress?.(++done, plan.steps.length + 2);
  }
  await target.engine.rest();
  return report(((await store.head())?.index ?? -1) - (before?.index ?? -1));
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

async function give(engine: ImportTarget['engine'], plan: ImportPlan, step: Step, index: number): Promise<void> {
  const claim: Claim =
    step.by === null ? systemClaim('import') : { kind: 'person', id: step.by, auth: { method: 'import', id: plan.importId }, roles: null };
  const request = { id: step.id, claim, identity: { key: `${plan.importId}/${index}` }, origin: plan.importId };
  await handleDeed(engine, step, request);
}

// The noun and its command belong together in each member of the union; TypeScript cannot carry that through a generic call.
function handleDeed(engine: ImportTarget['engine'], { noun, command }: Deed, request: object): Promise<unknown> {
  const handle = engine.handle.bind(engine) as (noun: string, request: object) => Promise<unknown>;
  return handle(noun, { ...request, command });
}

/** `ImportStarted` follows the programme's first event; `ImportEnded` is the last of all. */
function withImportEvents(plan: ImportPlan, startedAt: Instant): readonly Step[] {
  const { importId, programme, steps, file, mappingHash, history, rowsRead, rowsRejected, deliveries } = plan;
  const opened = steps.findIndex(({ command }) => command.type === 'StartProgramme');
  const opening = steps[opened] as Step;
  const last = steps.at(-1) as Step;
  const started = deed('programme', { type: 'StartImport', programme, importId, fileSha256: file.sha256, mappingHash, history, startedAt });
  const ended = deed('programme', { type: 'EndImport', programme, importId, rowsRead, rowsRejected, issuesFiled: deliveries.length });
  return [...steps.slice(0, opened + 1), { ...opening, ...started }, ...steps.slice(opened + 1), { ...last, by: null, ...ended }];
}

async function importState({ programme, importId }: ImportPlan, store: EventStore): Promise<'absent' | 'started' | 'ended'> {
  const events = await store.readStream(`programme-${programme}`);
  const of = (type: string) => events.some((event) => event.type === type && event.data['importId'] === importId);
  return of('ImportEnded') ? 'ended' : of('ImportStarted') ? 'started' : 'absent';
}

async function refuseBehindLog({ steps, history, importId }: ImportPlan, store: EventStore): Promise<void> {
  const head = await store.head();
  if (!history || head === null) return;
  const [last] = await store.readFromIndex(head.index, 1);
  const first = (steps[0] as Step).at;
  if (last !== undefined && last.recordedAt > first && last.origin !== importId) throw new HistoryBehindLog(first, last.recordedAt);
}
