import { describe, expect, it } from '@jest/globals';
import { envelopeOf } from '#event-store';
import { DataFolderInMemory, planOf } from '#connect/import/testing/data-folder-in-memory';
import { LATE } from '#connect/import/testing/parcels';
import { copyOfLog } from './copy-of-log.js';

describe('a copy of a log', () => {
  it('is empty where there is none', async () => expect(await (await copyOfLog(undefined)).head()).toBeNull());

  it('has the same events in the same order, and goes its own way', async () => {
    const folder = new DataFolderInMemory();
    await folder.import(await planOf([LATE]));
    const before = (await folder.log()).map(envelopeOf);
    const copy = await copyOfLog(folder.store);
    expect((await copy.readFromIndex(0, 1000)).map(envelopeOf)).toEqual(before);
    const { stream, revision, ...last } = before.at(-1)!;
    await copy.append(stream, revision, [{ ...last, id: '00000000-0000-7000-8000-000000000001' }]);
    expect((await folder.log()).length).toBe(before.length);
  });
});
