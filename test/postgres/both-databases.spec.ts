import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stateHash } from '#application';
import { createReadModels, type ReadModels } from '#read-models';
import { openPostgresReadModels } from '#read-models/store/postgres/postgres-read-models';
import type { ReadModelDatabase } from '#read-models/store/read-model-database';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { everyAnswer, logTimeAt } from '#read-models/testing/answers';
import { unsealer } from '#read-models/testing/sealing';
import { diceOf, Story } from '#read-models/testing/story';
import { initialRouterState } from '#domain/routing/router-state';
import { Databases } from './databases.js';
import { describePostgres } from './describe-postgres.js';

describePostgres('read models of the same log, in SQLite and in PostgreSQL', () => {
  const databases = new Databases();
  let url: string;
  beforeAll(async () => {
    await databases.start({ fsync: false });
    url = await databases.make();
  }, 60_000);
  afterAll(() => databases.stop());

  it('have the same rows and the same state hash, and give the same answers, now and as of any entry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0x7fff_ffff }), fc.integer({ min: 1, max: 80 }), fc.nat(), async (seed, batch, at) => {
        const { events } = new Story(diceOf(seed)).steps(120).scene;
        const [sqlite, postgres] = [openSqliteReadModels(':memory:'), openPostgresReadModels(await databases.makePart(url))];
        const [one, other] = [await filled(sqlite, events, events.length), await filled(postgres, events, batch)];
        expect(await hashOf(other)).toBe(await hashOf(one));
        const last = events.length - 1;
        for (const index of [null, last, at % events.length, 0]) {
          const moment = { now: logTimeAt(events, index ?? last), index };
          expect(await everyAnswer(other, moment, events)).toEqual(await everyAnswer(one, moment, events));
        }
        await sqlite.close();
        await postgres.close();
      }),
      { numRuns: 3 },
    );
  }, 120_000);
});

type Events = Story['scene']['events'];

async function filled(database: ReadModelDatabase, events: Events, batch: number): Promise<ReadModels> {
  const models = createReadModels(database, unsealer());
  for (let start = 0; start < events.length; start += batch) {
    const some = events.slice(start, start + batch);
    await models.subscriber.apply(some, some.at(-1)?.position ?? '');
  }
  return models;
}

async function hashOf(models: ReadModels): Promise<string> {
  return stateHash({ views: models.views, canonicalRows: (view) => models.canonicalRows(view) }, initialRouterState());
}
