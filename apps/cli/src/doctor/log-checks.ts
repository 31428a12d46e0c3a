import { toMillis } from '#domain';
import { systemClock } from '#application';
import { keyedHash } from '#application/keyed-hash';
import { demoMarkIn, filesOf, pagesOf, secretIn, TextCounter, type TextCount } from '#care';
import type { ReadableLog, RecordedEvent } from '#event-store';
import { lockHolderOf } from '#event-store/sqlite/lock-holder';
import { checkFile } from '#event-store/sqlite/log-check';
import type { ReadableVault } from '#vault';
import { fail, ok, warn, type Finding } from './finding.js';

/** What one reading of the whole log brings. */
export interface LogReport {
  readonly events: number;
  readonly last: RecordedEvent | null;
  /** The first that claimed a name by the log's secret. */
  readonly claim: RecordedEvent | null;
  readonly texts: TextCount;
  readonly isDemo: boolean;
}

export async function readWhole(log: ReadableLog, vault: ReadableVault | null): Promise<LogReport> {
  const texts = new TextCounter(vault);
  let last: RecordedEvent | null = null;
  let claim: RecordedEvent | null = null;
  for await (const page of pagesOf(log)) {
    await texts.take(page);
    last = page.at(-1) ?? last;
    claim ??= page.find(({ type }) => type === 'ProgrammeStarted') ?? null;
  }
  return { events: (last?.index ?? -1) + 1, last, claim, texts: texts.count(), isDemo: (await demoMarkIn(log)) !== null };
}

export function lock(file: string): Finding {
  const holder = lockHolderOf(file);
  if (!holder.held) return ok('lock', 'nobody has the log open');
  return ok('lock', holder.pid === null ? 'another process has the log open' : `process ${holder.pid} has the log open`);
}

/** How each writer of this version keeps the log: SQLite does not store it in the file. */
export function durability(): Finding {
  return ok('synchronous', 'FULL, set by whoever opens the log: what was acknowledged survives a power cut');
}

export function pages(file: string): Finding {
  const damage = checkFile(file);
  if (damage.length === 0) return ok('quick_check', 'every page is whole, and no stream has a gap');
  return fail('quick_check', damage.join('; '), 'stop the server, keep the file, and restore the last backup: docs/operations.md');
}

export function head({ events, last }: LogReport): Finding {
  return ok(
    'head',
    last === null ? 'the log is empty' : `${events} entries, the last ${last.stream}@${last.revision} of ${last.recordedAt}`,
  );
}

const MILLIS_OF_SKEW = 5_000;

/** The log's time never goes back: what is recorded in the future holds the time until the clock has come there. */
export function clock({ last, isDemo }: LogReport): Finding {
  if (isDemo) return ok('clock', 'a demo has a clock of its own');
  const ahead = last === null ? 0 : toMillis(last.recordedAt) - toMillis(systemClock.now());
  if (ahead <= MILLIS_OF_SKEW) return ok('clock', 'the last entry lies in the past');
  const says = `the last entry lies ${Math.round(ahead / 1000)} s in the future of this machine`;
  return warn('clock', says, 'set the clock: until it has passed the last entry, deadlines stand still');
}

export function vaultOf({ texts }: LogReport, hasVault: boolean): Finding {
  const says = `${texts.open} texts open, of ${texts.erased} the key was erased`;
  if (texts.sealed === 0) return ok('vault', says);
  const missing = `${texts.sealed} texts have no key, the first in entry ${texts.firstSealedIndex ?? 0}`;
  return fail('vault', hasVault ? `${says}; ${missing}` : `there is no vault; ${missing}`, 'restore the vault from its sealed backup');
}

/** Whether the secret is there, and the one by which the log claimed its names. */
export async function secret(folder: string, log: ReadableLog, { events, claim, isDemo }: LogReport): Promise<Finding> {
  if (isDemo) return ok('secret', 'a demo’s follows from its seed');
  if (events === 0) return ok('secret', 'it is made with the first start');
  const bytes = secretIn(folder, false);
  if (claim === null) return ok('secret', 'it is there');
  const stream = `reservation-${keyedHash(bytes, ['programme_code', claim.data['code']])}`;
  if ((await log.readStream(stream, { limit: 1 })).length > 0) return ok('secret', 'it is the one by which the log claimed its names');
  return fail(
    'secret',
    'it is another one than the log claimed its names by',
    `bring ${filesOf(folder).secret} back from the sealed backup of the vault`,
  );
}
