import type { Kysely } from 'kysely';
import type { Position, RecordedEvent } from '#event-store';
import { hasTable } from './dialect.js';
import { LogGap, PositionMoved, UnknownEvent } from './errors.js';
import { isKnown } from './known-events.js';
import { positions, type PositionRow } from './positions.js';
import type { Entry, Projection } from './projection.js';
import type { ReadModelDatabase } from './read-model-database.js';
import { createTables, dropTables } from './schema.js';
import { statementsOf, type AnyDatabase } from './statements.js';
import { WorkingSet } from './working-set.js';

/**
 * Feeds all projections from one reading of the log, in one transaction for each batch. Each has a position of its own: one whose
 * version changed starts again from the first entry while the others pass over what they have.
 */
export class ProjectionSubscriber {
  readonly name = 'read-models';
  readonly version: number;
  readonly #db: Pick<ReadModelDatabase, 'writer' | 'reader' | 'guard'>;
  readonly #projections: readonly Projection[];
  #reached: ReadonlyMap<string, PositionRow> | undefined;
  #hasPositions = false;

  constructor(db: Pick<ReadModelDatabase, 'writer' | 'reader' | 'guard'>, projections: readonly Projection[]) {
    this.#db = db;
    this.#projections = projections;
    this.version = projections.reduce((sum, { version }) => sum + version, 0);
  }

  /** The least that any projection has reached; null: one of them has nothing. Prepares the tables the first time. */
  async position(): Promise<Position | null> {
    return least([...(await this.#ready()).values()]);
  }

  /** The same of what is stored now, whichever process stored it, changing nothing; null too where another version of a projection did. */
  async stored(): Promise<Position | null> {
    const { reader } = this.#db;
    this.#hasPositions ||= await hasTable(reader, positions.name);
    if (!this.#hasPositions) return null;
    const rows = (await statementsOf(reader).readAll(reader, positions)) as unknown as PositionRow[];
    const mine = this.#projections.map(({ name, version }) => rows.find((row) => row.name === name && row.version === version));
    return least(mine.map((row) => ({ position: row?.position ?? null })));
  }

  /** @throws UnknownEvent, LogGap, PositionMoved: nothing of the batch is kept. */
  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    const reached = await this.#ready();
    const entries = this.#entries(events, reached);
    for (const projection of this.#projections) await projection.prepare?.(unseen(entries, reached.get(projection.name)));
    this.#reached = await this.#write(async (tx) => {
      await this.#check(tx, reached);
      const next = new Map<string, PositionRow>();
      for (const projection of this.#projections) {
        const before = reached.get(projection.name) as PositionRow;
        const mine = unseen(entries, before);
        if (mine.length > 0) {
          const rows = new WorkingSet(tx);
          await projection.apply(mine, rows);
          await rows.flush();
        }
        next.set(projection.name, advanced(before, mine, through));
      }
      await this.#save(tx, [...next.values()]);
      return next;
    });
  }

  async #ready(): Promise<ReadonlyMap<string, PositionRow>> {
    this.#reached ??= await this.#write((tx) => this.#prepare(tx));
    return this.#reached;
  }

  async #write<R>(work: (tx: Kysely<AnyDatabase>) => Promise<R>): Promise<R> {
    return this.#db.writer.transaction().execute(async (tx) => {
      await this.#db.guard?.(tx);
      return work(tx);
    });
  }

  /** A database that others write to too, or that may come back from a crash without its last batches, is asked where it stands. */
  async #check(tx: Kysely<AnyDatabase>, reached: ReadonlyMap<string, PositionRow>): Promise<void> {
    if (this.#db.guard === undefined) return;
    const rows = (await statementsOf(tx).readAll(tx, positions)) as unknown as PositionRow[];
    if (rows.length === reached.size && rows.every((row) => reached.get(row.name)?.next_index === row.next_index)) return;
    this.#reached = undefined;
    throw new PositionMoved();
  }

  async #prepare(tx: Kysely<AnyDatabase>): Promise<ReadonlyMap<string, PositionRow>> {
    if (!(await hasTable(tx, positions.name))) await createTables(tx, [positions]);
    const stored = (await statementsOf(tx).readAll(tx, positions)) as unknown as PositionRow[];
    const gone = stored.filter(({ name }) => this.#projections.every((projection) => projection.name !== name));
    for (const { tables } of gone) await dropTables(tx, JSON.parse(tables) as string[]);
    await statementsOf(tx).delete(
      tx,
      positions,
      'name',
      gone.map(({ name }) => name),
    );
    const reached = new Map<string, PositionRow>();
    for (const projection of this.#projections) {
      const row = stored.find(({ name }) => name === projection.name);
      reached.set(projection.name, row?.version === projection.version ? row : await this.#startOver(tx, projection, row));
    }
    return reached;
  }

  async #startOver(
    tx: Kysely<AnyDatabase>,
    { name, version, tables, personalTables = [] }: Projection,
    old: PositionRow | undefined,
  ): Promise<PositionRow> {
    const all = [...tables, ...personalTables];
    if (old !== undefined) await dropTables(tx, JSON.parse(old.tables) as string[]);
    await createTables(tx, all);
    const fresh: PositionRow = {
      name,
      version,
      tables: JSON.stringify(all.map((table) => table.name)),
      position: null,
      next_index: 0,
      log_time: '',
    };
    await this.#save(tx, [fresh]);
    return fresh;
  }

  async #save(tx: Kysely<AnyDatabase>, rows: readonly PositionRow[]): Promise<void> {
    await statementsOf(tx).replace(tx, positions, rows, ['version', 'tables', 'position', 'next_index', 'log_time']);
  }

  #entries(events: readonly RecordedEvent[], reached: ReadonlyMap<string, PositionRow>): readonly Entry[] {
    const last = [...reached.values()].reduce((one, row) => (row.next_index < one.next_index ? row : one));
    const first = events[0];
    if (first !== undefined && first.index > last.next_index) throw new LogGap(last.name, last.next_index, first.index);
    let logTime = last.log_time;
    return events
      .filter(({ index }) => index >= last.next_index)
      .map((event) => {
        if (!isKnown(event.type, event.schema)) throw new UnknownEvent(event.type, event.schema, event.index);
        if (event.recordedAt > logTime) logTime = event.recordedAt;
        return { ...event, logTime } as unknown as Entry;
      });
  }
}

function least(rows: readonly Pick<PositionRow, 'position'>[]): Position | null {
  const reached = rows.map(({ position }) => position);
  return reached.reduce((one, other) => (one === null || other === null ? null : other < one ? other : one), reached[0] ?? null);
}

function unseen(entries: readonly Entry[], { next_index }: PositionRow = { next_index: 0 } as PositionRow): readonly Entry[] {
  return entries.length === 0 || (entries[0] as Entry).index >= next_index ? entries : entries.filter(({ index }) => index >= next_index);
}

/** A projection that is ahead keeps its own position. */
function advanced(before: PositionRow, mine: readonly Entry[], through: Position): PositionRow {
  const last = mine.at(-1);
  const position = before.position === null || through > before.position ? through : before.position;
  return last === undefined ? { ...before, position } : { ...before, position, next_index: last.index + 1, log_time: last.logTime };
}
