import { Followed, LeasedTurn, SharedSubscriber, systemTimers, type EngineParts, type Lease } from '#application';
import type { ReadModelDatabase, ReadModels } from '#read-models';
import type { ProcessRole } from './config.js';

type Part = Pick<EngineParts, 'follows' | 'turn' | 'leads'> & { readonly subscribers: NonNullable<EngineParts['subscribers']> };

/** The part of one process in read models that several processes share. */
export interface SharedViews {
  readonly database: ReadModelDatabase;
  /** Resolves when this process was the one that writes and is no more; it must begin anew. */
  readonly over: Promise<void>;
  /** Begins to take part with these views: what the engine needs for it. */
  begin(views: ReadModels): Part;
  /** Nothing that waits for another process waits any more. */
  stop(): void;
  /** Lets go of the turn and of the database. */
  close(): Promise<void>;
}

/** Read models in PostgreSQL, for a process of a role. The library is loaded only here. */
export async function openSharedViews(url: string, role: ProcessRole, leaseMilliseconds: number): Promise<SharedViews> {
  const { openPostgresReadModels } = await import('#read-models/store/postgres/postgres-read-models');
  if (role === 'api') return reading(openPostgresReadModels(url, { token: () => null }));
  const { PostgresLease } = await import('#read-models/store/postgres/postgres-lease');
  const lease = new PostgresLease(url, leaseMilliseconds);
  const turn = turnOf(lease, leaseMilliseconds);
  return writing(openPostgresReadModels(url, { token: () => turn.token }), turn, lease);
}

function turnOf(lease: Lease, milliseconds: number): LeasedTurn {
  return new LeasedTurn({ lease, milliseconds, timers: systemTimers, passed: () => performance.now() });
}

/** Who takes commands and answers queries: others write, and this process asks how far they have come. */
function reading(database: ReadModelDatabase): SharedViews {
  let followed: Followed | undefined;
  return {
    database,
    over: new Promise(() => undefined),
    begin: ({ subscriber }) => {
      followed = new Followed(subscriber.name, () => subscriber.stored());
      return { leads: false, follows: followed, subscribers: [] };
    },
    stop: () => followed?.stop(),
    close: () => database.close(),
  };
}

/** Who writes in its turn, and until it comes sees that others do. */
function writing(database: ReadModelDatabase, turn: LeasedTurn, lease: { close(): Promise<void> }): SharedViews {
  let shared: SharedSubscriber | undefined;
  return {
    database,
    over: turn.over,
    begin: ({ subscriber }) => {
      shared = new SharedSubscriber({ inner: subscriber, stored: () => subscriber.stored(), turn });
      turn.start();
      return { turn, subscribers: [shared] };
    },
    stop: () => shared?.stop(),
    close: async () => {
      await turn.stop();
      await lease.close();
      await database.close();
    },
  };
}
