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
  await import('../../libs/read-models/src/board.spec.js');
  await import('../../libs/read-models/src/decision-log.spec.js');
  await import('../../libs/read-models/src/executive-queue.spec.js');
  await import('../../libs/read-models/src/issue-page.spec.js');
  await import('../../libs/read-models/src/master-data.spec.js');
  await import('../../libs/read-models/src/people.spec.js');
  await import('../../libs/read-models/src/personal-text.spec.js');
  await import('../../libs/read-models/src/read-models.spec.js');
} else {
  describe.skip('the read models on PostgreSQL', () => it('have the same specs', () => undefined));
}
