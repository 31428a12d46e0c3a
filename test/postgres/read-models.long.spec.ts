import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { openPostgresReadModels } from '#read-models/store/postgres/postgres-read-models';
import { openViewsOn } from '#read-models/testing/views';
import { Databases } from './databases.js';
import { runsOnPostgres } from './describe-postgres.js';

/** The specs of the read models, word for word, with their views kept in PostgreSQL. */
if (runsOnPostgres('the specs of the read models')) {
  const databases = new Databases();
  let url: string;
  openViewsOn(async () => openPostgresReadModels(await databases.makePart(url)));
  beforeAll(async () => {
    await databases.start({ fsync: false });
    url = await databases.make();
  }, 60_000);
  afterAll(() => databases.stop());
  await import('#read-models/board.spec');
  await import('#read-models/decision-log.spec');
  await import('#read-models/executive-queue.spec');
  await import('#read-models/issue-page.spec');
  await import('#read-models/master-data.spec');
  await import('#read-models/people.spec');
  await import('#read-models/personal-text.spec');
  await import('#read-models/read-models.spec');
} else {
  describe.skip('the read models on PostgreSQL', () => it('have the same specs', () => undefined));
}
