import { actorName, commandIdOf, systemClaim, type Claim } from '#application';
import { later, type Instant } from '#domain';
import type { EventStore } from '#event-store';
import { HistoryBehindLog, ProgrammeUnknown } from './import-errors.js';
import type { ImportPlan } from './plan.js';
import { deed, type Step } from './step.js';

/** What of a plan is not in the log yet. */
export interface LeftToDo {
  readonly steps: readonly Step[];
  /** Where the clock of a history has to stand to go on. */
  readonly clock: Instant;
  /** Issues that are this import's when it is done, and issues that another brought before. */
  readonly issuesFiled: number;
  readonly issuesKnown: number;
}

const PAGE = 1000;
const ORGANISATION = 'policybook-organisation';
const programmeOf = ({ programme }: ImportPlan): string => `programme-${programme}`;

/**
 * Holds a plan against the log. An import that was broken off is taken up where it stopped. The set-up is made once, in an empty log;
 * where the programme is there already, an import adds sites, partners and issues alone, and no delivery twice.
 * @throws HistoryBehindLog, ProgrammeUnknown
 */
export async function leftToDo(plan: ImportPlan, store: EventStore, startedAt: Instant): Promise<LeftToDo> {
  const { done, own, streams, logTime } = await search(plan, store);
  const setsUp = !streams.has(ORGANISATION) || plan.steps.some(({ kind, key }) => kind === 'set_up' && own.has(key));
  if (!setsUp && !streams.has(programmeOf(plan))) throw new ProgrammeUnknown(plan.programme);
  const isLeft = ({ key, opens }: Step): boolean => !done.has(key) && (opens === null || !streams.has(opens));
  const mine = plan.steps.filter((step) => (setsUp || step.kind !== 'set_up') && (isLeft(step) || own.has(step.key)));
  const issuesFiled = mine.filter(({ kind }) => kind === 'file').length;
  const steps = withImportEvents(mine, plan, { startedAt, issuesFiled }).filter(isLeft);
  const next = steps[0];
  if (plan.history && next !== undefined && logTime !== null && next.at < logTime) throw new HistoryBehindLog(next.at, logTime);
  return { steps, clock: logTime ?? plan.opening, issuesFiled, issuesKnown: plan.deliveries.length - issuesFiled };
}

/** In whose name a step is given. */
export function claimOf({ by }: Step, { importId }: ImportPlan): Claim {
  return by === null ? systemClaim('import') : { kind: 'person', id: by, auth: { method: 'import', id: importId }, roles: null };
}

interface Found {
  /** Keys of the steps that are done, and of those of them that this import did. */
  readonly done: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
  /** Of the streams that matter here, those that are there. */
  readonly streams: ReadonlySet<string>;
  readonly logTime: Instant | null;
}

/** One reading of the log. */
async function search(plan: ImportPlan, store: EventStore): Promise<Found> {
  const all = withImportEvents(plan.steps, plan, { startedAt: '', issuesFiled: 0 });
  const keys = new Map(all.map((step) => [commandIdOf(actorName(claimOf(step, plan)), step.key), step.key]));
  const wanted = new Set([ORGANISATION, programmeOf(plan), ...all.map(({ opens }) => opens)]);
  const [done, own, streams] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let logTime: Instant | null = null;
  for (let index = 0, more = true; more; index += PAGE) {
    const page = await store.readFromIndex(index, PAGE);
    for (const { causationId, type, stream, origin, recordedAt } of page) {
      // A name is reserved before the event that it is for is there.
      const key = type === 'NameReserved' ? undefined : keys.get(causationId);
      if (key !== undefined) done.add(key);
      if (key !== undefined && origin === plan.importId) own.add(key);
      if (wanted.has(stream)) streams.add(stream);
      logTime = logTime === null ? recordedAt : later(logTime, recordedAt);
    }
    more = page.length === PAGE;
  }
  return { done, own, streams, logTime };
}

/** `ImportStarted` follows the programme's first event, if there is one; `ImportEnded` is the last of all. */
function withImportEvents(
  steps: readonly Step[],
  plan: ImportPlan,
  { startedAt, issuesFiled }: { readonly startedAt: Instant; readonly issuesFiled: number },
): readonly Step[] {
  const { importId, programme, opening, file, mappingHash, history, rowsRead, rowsRejected } = plan;
  const opened = steps.findIndex(({ command }) => command.type === 'StartProgramme') + 1;
  const common = { kind: 'set_up', row: 0, place: '/setup/programme', opens: null, by: null } as const;
  const start = deed('programme', { type: 'StartImport', programme, importId, fileSha256: file.sha256, mappingHash, history, startedAt });
  const end = deed('programme', { type: 'EndImport', programme, importId, rowsRead, rowsRejected, issuesFiled });
  return [
    ...steps.slice(0, opened),
    { ...common, at: (steps[opened] ?? steps.at(-1))?.at ?? opening, key: `start ${importId}`, ...start },
    ...steps.slice(opened),
    { ...common, at: steps.at(-1)?.at ?? opening, key: `end ${importId}`, ...end },
  ];
}
