import type { Kysely } from 'kysely';
import type { Position, RecordedEvent } from '#event-store';
import { LogGap, UnknownEvent } from './errors.js';
import { isKnown } from './known-events.js';
import { positions, type PositionRow } from './positions.js';
import type { Entry, Projection } from './projection.js';
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
  readonly #db: Kysely<AnyDatabase>;
  readonly #projections: readonly Projection[];
  #reached: ReadonlyMap<string, PositionRow> | undefined;

  constructor(db: Kysely<AnyDatabase>, projections: readonly Projection[]) {
    this.#db = db;
    this.#projections = projections;
    this.version = projections.reduce((sum, { version }) => sum + version, 0);
  }

  /** The least that any projection has reached; null: one of them has nothing. Prepares the tables the first time. */
  async position(): Promise<Position | null> {
    const reached = [...(await this.#ready()).values()].map(({ position }) => position);
    return reached.reduce(
      (least, position) => (least === null || position === null ? null : position < least ? position : least),
      reached[0] ?? null,
    );
  }

  /** @throws UnknownEvent, LogGap: nothing of the batch is kept. */
  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    const reached = await this.#ready();
    const entries = this.#entries(events, reached);
    for (const projection of this.#projections) await projection.prepare?.(unseen(entries, reached.get(projection.name)));
    this.#reached = await this.#db.transaction().execute(async (tx) => {
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
    this.#reached ??= await this.#db.transaction().execute((tx) => this.#prepare(tx));
    return this.#reached;
  }

  async #prepare(tx: Kysely<AnyDatabase>): Promise<ReadonlyMap<string, PositionRow>> {
    const exists = (await tx.introspection.getTables()).some(({ name }) => name === positions.name);
    if (!exists) await createTables(tx, [positions]);
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
    const last = [...reached.values()].reduce((least, row) => (row.next_index < least.next_index ? row : least));
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

function unseen(entries: readonly Entry[], { next_index }: PositionRow = { next_index: 0 } as PositionRow): readonly Entry[] {
  return entries.length === 0 || (entries[0] as Entry).index >= next_index ? entries : entries.filter(({ index }) => index >= next_index);
}

/** A projection that is ahead keeps its own position. */
function advanced(before: PositionRow, mine: readonly Entry[], through: Position): PositionRow {
  const last = mine.at(-1);
  const position = before.position === null || through > before.position ? through : before.position;
  return last === undefined ? { ...before, position } : { ...before, position, next_index: last.index + 1, log_time: last.logTime };
}
