import { describe, expect, it } from '@jest/globals';
import { DataFolderInMemory, planOf, PowerCut, told } from './testing/data-folder-in-memory.js';
import { parcel } from './testing/parcels.js';
import { SIX } from './testing/six-deliveries.js';

describe.each([
  ['a history', () => planOf(SIX)],
  ['what is late now', () => planOf([parcel({ Came: '' }), parcel({ Id: '2', Notice: 'N-2', Way: 'sea', Came: '' })], { history: false })],
])('%s, broken off after each append and again after a few more', (_, planned) => {
  it('goes on to the log that it would have made at once, and then has nothing to add', async () => {
    const plan = await planned();
    const whole = new DataFolderInMemory();
    const { eventsAppended } = await whole.import(plan);
    const expected = await told(whole);
    for (let cutAfter = 0; cutAfter < eventsAppended; cutAfter++) {
      const folder = new DataFolderInMemory();
      await expect(folder.import(plan, { cutAfter })).rejects.toThrow(PowerCut);
      await folder.import(plan, { cutAfter: 5 }).catch((error: unknown) => expect(error).toBeInstanceOf(PowerCut));
      await folder.import(plan);
      expect({ cutAfter, told: await told(folder) }).toEqual({ cutAfter, told: expected });
      expect(await folder.import(plan)).toMatchObject({ eventsAppended: 0, recognised: true });
    }
  });
});
