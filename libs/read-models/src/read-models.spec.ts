import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diceOf, Story } from './testing/story.js';
import { rowsOf, viewsOf } from './testing/views.js';

const stories = fc.integer({ min: 0, max: 0x7fff_ffff }).map((seed) => new Story(diceOf(seed)).steps(120).scene.events);

describe('the read models', () => {
  it('have the same rows however the log is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.integer({ min: 1, max: 60 }), async (events, batch) => {
        const [whole, cut] = [await viewsOf(events, events.length), await viewsOf(events, batch)];
        expect(await rowsOf(cut)).toEqual(await rowsOf(whole));
        await Promise.all([whole.close(), cut.close()]);
      }),
      { numRuns: 25 },
    );
  });

  it('know at an entry what a fold of the log up to it gives', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(), async (events, at) => {
        const index = at % events.length;
        const [now, then] = [await viewsOf(events), await viewsOf(events.slice(0, index + 1))];
        expect(await rowsAt(now, index)).toEqual(await rowsAt(then, null));
        await Promise.all([now.close(), then.close()]);
      }),
      { numRuns: 25 },
    );
  });
});

/** Rows of temporal tables that stood at an entry, without when they began or ended. */
async function rowsAt(views: Awaited<ReturnType<typeof viewsOf>>, index: number | null) {
  const rows = (await rowsOf(views)) as readonly (readonly [string, Record<string, unknown>])[];
  return rows
    .filter(([, row]) => 'from_index' in row)
    .filter(([, row]) => {
      const { from_index: from, to_index: to } = row as { from_index: number; to_index: number | null };
      return index === null ? to === null : from <= index && (to === null || to > index);
    })
    .map(([key, { to_index: _to, ...row }]) => [key, row]);
}
