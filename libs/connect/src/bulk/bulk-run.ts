import type { Claim, Engine, Rehearsal } from '#application';
import { DomainError, NothingToChange } from '#domain';
import { RowsWrong } from '../import/import-errors.js';
import type { CsvRow } from '../import/csv-rows.js';
import type { RowFault } from '../import/row-faults.js';
import type { BulkKind, Unseal, Values, Where } from './bulk-kind.js';
import { Tally, type BulkReport } from './bulk-report.js';
import { bulkRows, type SaidRow } from './bulk-rows.js';

/** In whose name a file is brought, and where. */
export interface BulkParts {
  readonly engine: Pick<Engine, 'handle' | 'rehearsal'>;
  readonly log: Pick<Rehearsal, 'readStream'>;
  readonly unseal: Unseal;
  readonly claim: Claim;
  readonly where: Where;
  /** Ties together what one file led to. */
  readonly correlationId?: string;
}

export interface BulkOptions {
  /** Nothing is written; the report is that of a run. */
  readonly dryRun: boolean;
  /** Nothing is written if any row is wrong. */
  readonly strict: boolean;
}

/** A strict run that was refused: what is wrong, and that nothing was done. */
export class BulkRefused extends RowsWrong {
  constructor(readonly report: BulkReport) {
    super(report.rowsRejected);
  }
}

/** Rows under way at once: their appends share one sync of the disk. */
const AT_ONCE = 64;

/**
 * Brings the log to what a file says, by the same commands as everybody else's. What stands already is left: the same file again
 * appends nothing. A row comes about whole or not at all, unless somebody else changes the same thing meanwhile.
 * @param open gives the rows from the start; a strict run reads them twice
 * @throws ImportRefused, and what is no refusal of a row: the store is full, the caller takes no part any more
 */
export async function runBulk(
  kind: BulkKind,
  open: () => AsyncIterable<CsvRow>,
  parts: BulkParts,
  { dryRun, strict }: BulkOptions,
): Promise<BulkReport> {
  if (!dryRun && !strict) return new BulkRun(kind, parts, false).over(open());
  const tried = await new BulkRun(kind, parts, true).over(open());
  if (strict && tried.rowsRejected > 0) throw new BulkRefused(tried);
  return dryRun ? tried : new BulkRun(kind, parts, false).over(open());
}

/** A row whose turn has not come: it names somebody of a later row. */
interface Waiting {
  readonly said: SaidRow;
  readonly fault: RowFault;
}

class BulkRun {
  readonly #kind: BulkKind;
  readonly #parts: BulkParts;
  readonly #trial: Rehearsal | null;
  readonly #tally = new Tally();

  constructor(kind: BulkKind, parts: BulkParts, isTrial: boolean) {
    this.#kind = kind;
    this.#parts = parts;
    this.#trial = isTrial ? parts.engine.rehearsal() : null;
  }

  async over(rows: AsyncIterable<CsvRow>): Promise<BulkReport> {
    let waiting: readonly Waiting[] = [];
    let batch: SaidRow[] = [];
    for await (const row of bulkRows(this.#kind, rows)) {
      this.#tally.counts.rowsRead++;
      if ('faults' in row) this.#tally.reject(row.faults);
      else batch.push(row);
      if (batch.length < AT_ONCE) continue;
      waiting = [...waiting, ...(await this.#together(batch))];
      batch = [];
    }
    waiting = [...waiting, ...(await this.#together(batch))];
    await this.#untilNothingMoves(waiting);
    return this.#tally.report(this.#kind.plural, this.#trial !== null);
  }

  async #untilNothingMoves(waiting: readonly Waiting[]): Promise<void> {
    for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
      before = waiting.length;
      const still: Waiting[] = [];
      for (let at = 0; at < before; at += AT_ONCE) {
        still.push(...(await this.#together(waiting.slice(at, at + AT_ONCE).map(({ said }) => said))));
      }
      waiting = still;
    }
    for (const { fault } of waiting) this.#tally.reject([fault]);
  }

  async #together(rows: readonly SaidRow[]): Promise<readonly Waiting[]> {
    const outcomes = await Promise.all(rows.map((row) => this.#row(row)));
    return outcomes.filter((outcome) => outcome !== null);
  }

  /** What is left of it to do later, when other rows are done; null: nothing. */
  async #row(row: SaidRow): Promise<Waiting | null> {
    const { counts } = this.#tally;
    try {
      const { before, commands } = await this.#needed(row);
      if (commands.length === 0) counts.unchanged++;
      else {
        if (this.#trial === null && commands.length > 1) await this.#give(this.#parts.engine.rehearsal(), row, commands);
        const events = await this.#give(this.#trial ?? this.#parts.engine, row, commands);
        counts.eventsAppended += events;
        if (before === null) counts.added++;
        else counts.changed++;
      }
      return null;
    } catch (error) {
      if (error instanceof NothingToChange) return null;
      if (!(error instanceof DomainError)) throw error;
      const waitsFor = this.#kind.waitsFor?.(error) ?? null;
      const fault = { row: row.row, column: waitsFor ?? this.#columnOf(error), reason: reasonOf(error) };
      if (waitsFor !== null) return { said: row, fault };
      this.#tally.reject([fault]);
      return null;
    }
  }

  /** @throws DomainError */
  async #needed({ key, said }: SaidRow): Promise<{ readonly before: Values | null; readonly commands: readonly object[] }> {
    const kind = this.#kind;
    const { where, log, unseal } = this.#parts;
    const id = kind.idOf(key, where);
    const events = await (this.#trial ?? log).readStream(kind.prefix + id);
    const before = await kind.valuesOf(events, unseal);
    if (before === 'gone') throw new ThingIsGone(kind.noun, key);
    const missing = before === null ? kind.needed.find((column) => said[column] === undefined) : undefined;
    if (missing !== undefined) throw new NewThingLacks(missing);
    return { before, commands: kind.commands(key, where, { ...kind.defaults, ...before, ...said }, before) };
  }

  async #give(to: Pick<Engine, 'handle'>, { key }: SaidRow, commands: readonly object[]): Promise<number> {
    const { claim, where, correlationId } = this.#parts;
    const common = { id: this.#kind.idOf(key, where), claim, identity: null, ...(correlationId === undefined ? {} : { correlationId }) };
    let events = 0;
    for (const command of commands) {
      const accepted = await to.handle(this.#kind.noun, { ...common, command: command as never });
      events += accepted.events.length;
    }
    return events;
  }

  #columnOf({ field = '' }: DomainError): string {
    const parts = field.split(/[.[]/);
    if (parts[0] === 'role' || parts[0] === 'scope') return 'roles';
    if (parts[0] === 'id') return this.#kind.key;
    return parts.findLast((part) => part === this.#kind.key || Object.hasOwn(this.#kind.columns, part)) ?? '';
  }
}

/** Somebody who has left is not brought back by a file. */
class ThingIsGone extends DomainError {
  readonly kind = 'conflict';
  constructor(noun: string, key: string) {
    super(`${noun} ${key} has left`);
  }
}

class NewThingLacks extends DomainError {
  readonly kind = 'invalid';
  constructor(column: string) {
    super(`${column} is needed, because it is new`, column);
  }
}

/** Without the field that the column says already. */
function reasonOf({ message, field }: DomainError): string {
  return field !== undefined && message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
}
