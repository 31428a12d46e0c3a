import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { RecordedEvent } from '#event-store';
import { createReadModels } from '#read-models';
import { PostgresLease } from '#read-models/store/postgres/postgres-lease';
import { openPostgresReadModels } from '#read-models/store/postgres/postgres-read-models';
import type { ReadModelDatabase } from '#read-models/store/read-model-database';
import { unsealer } from '#read-models/testing/sealing';
import { diceOf, Story } from '#read-models/testing/story';
import { Databases } from './databases.js';
import { describePostgres } from './describe-postgres.js';

const LONG_MILLIS = 600_000;

describePostgres('the turn of workers, in PostgreSQL', () => {
  const databases = new Databases();
  const opened: { close(): Promise<void> }[] = [];
  let url: string;
  let part: string;
  beforeAll(async () => {
    await databases.start({ fsync: false });
    url = await databases.make();
  }, 60_000);
  beforeEach(async () => {
    part = await databases.makePart(url);
  });
  afterAll(async () => {
    for (const one of opened) await one.close();
    await databases.stop();
  });
  const keep = <T extends { close(): Promise<void> }>(one: T): T => (opened.push(one), one);
  const lease = (milliseconds: number): PostgresLease => keep(new PostgresLease(part, milliseconds));
  /** Read models that are written under a token. */
  const views = (token: number | null): ReadModelDatabase => keep(openPostgresReadModels(part, { token: () => token }));
  const modelsOf = (database: ReadModelDatabase) => createReadModels(database, unsealer());
  const { events } = new Story(diceOf(3)).steps(40).scene;
  const through = (some: readonly RecordedEvent[]): string => some.at(-1)?.position ?? '';

  it('is one process’s, of any that ask at the same moment', async () => {
    const leases = Array.from({ length: 5 }, () => lease(LONG_MILLIS));
    const taken = await Promise.all(leases.map((one) => one.take()));
    expect(taken.filter((token) => token !== null)).toEqual([1]);
  });

  it('is renewed and released by who has it alone, with a greater token each time', async () => {
    const [one, other] = [lease(LONG_MILLIS), lease(LONG_MILLIS)];
    expect([await one.take(), await other.take()]).toEqual([1, null]);
    expect([await one.renew(1), await other.renew(2)]).toEqual([true, false]);
    await other.release(2);
    expect(await other.take()).toBeNull();
    await one.release(1);
    expect(await other.take()).toBe(2);
    expect(await one.renew(1)).toBe(false);
    await one.release(1);
    expect(await other.renew(2)).toBe(true);
  });

  it('runs out where nobody renews it', async () => {
    const [short, other] = [lease(0), lease(LONG_MILLIS)];
    expect(await short.take()).toBe(1);
    expect(await other.take()).toBe(2);
    expect(await short.renew(1)).toBe(false);
  });

  it('lets nobody write whose token is not that of now', async () => {
    const [first, second] = [lease(0), lease(LONG_MILLIS)];
    const early = modelsOf(views(await first.take()));
    await early.subscriber.apply(events.slice(0, 20), through(events.slice(0, 20)));
    const late = modelsOf(views(await second.take()));
    await expect(early.subscriber.apply(events.slice(20), through(events))).rejects.toMatchObject({ name: 'TurnOver' });
    expect(await late.subscriber.stored()).toBe(events[19]?.position);
    await late.subscriber.apply(events.slice(20), through(events));
    expect(await late.subscriber.stored()).toBe(through(events));
    await expect(modelsOf(views(null)).subscriber.position()).rejects.toMatchObject({ name: 'TurnOver' });
  });

  it('is taken from who was paused in the midst of a batch, of which nothing is kept', async () => {
    const [first, second] = [lease(0), lease(LONG_MILLIS)];
    const database = views(await first.take());
    const early = modelsOf(database);
    await early.subscriber.apply(events.slice(0, 20), through(events.slice(0, 20)));
    const begun = Promise.withResolvers<void>();
    const woken = Promise.withResolvers<void>();
    const paused = database.writer.transaction().execute(async (tx) => {
      await database.guard?.(tx);
      await sql`update projection set next_index = 0`.execute(tx);
      begun.resolve();
      await woken.promise;
      await sql`select 1`.execute(tx);
    });
    await begun.promise;
    expect(await second.take()).toBe(2);
    woken.resolve();
    await expect(paused).rejects.toThrow();
    await expect(early.subscriber.apply(events.slice(20), through(events))).rejects.toMatchObject({ name: 'TurnOver' });
    const late = modelsOf(views(2));
    await late.subscriber.apply(events.slice(20), through(events));
    expect(await late.subscriber.stored()).toBe(through(events));
  });

  it('goes on from what is stored, not from what the process remembers', async () => {
    const database = keep(openPostgresReadModels(part));
    const [one, other] = [modelsOf(database), modelsOf(keep(openPostgresReadModels(part)))];
    await one.subscriber.apply(events.slice(0, 10), through(events.slice(0, 10)));
    await other.subscriber.position();
    await one.subscriber.apply(events.slice(10, 20), through(events.slice(0, 20)));
    // The other believes that it stands at 10.
    await expect(other.subscriber.apply(events.slice(10), through(events))).rejects.toMatchObject({ name: 'PositionMoved', retry: true });
    await other.subscriber.apply(events.slice(10), through(events));
    expect(await one.subscriber.stored()).toBe(through(events));
  });

  it('is not given up for a connection that breaks: it says so, and the next attempt has another', async () => {
    const database = keep(openPostgresReadModels(part));
    const models = modelsOf(database);
    await models.subscriber.apply(events.slice(0, 10), through(events.slice(0, 10)));
    const breaks = database.writer.transaction().execute(async (tx) => {
      const own = await sql<{ readonly pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${own.rows[0]?.pid})`.execute(database.reader);
      await sql`select 1`.execute(tx);
    });
    await expect(breaks).rejects.toMatchObject({ name: 'ReadModelsAway', retry: true });
    await models.subscriber.apply(events.slice(10), through(events));
    expect(await models.subscriber.stored()).toBe(through(events));
    const nowhere = modelsOf(keep(openPostgresReadModels('postgres://ann:hidden@127.0.0.1:1/db')));
    await expect(nowhere.subscriber.position()).rejects.toMatchObject({ name: 'ReadModelsAway' });
  });

  it('changes nothing where a process only asks how far another has come', async () => {
    const database = views(null);
    expect(await modelsOf(database).subscriber.stored()).toBeNull();
    expect(await sql`select 1 from pg_tables where schemaname = current_schema()`.execute(database.reader)).toMatchObject({ rows: [] });
  });
});
