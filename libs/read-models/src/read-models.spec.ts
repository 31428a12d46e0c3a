import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '#event-store';
import type { Page } from './reading.js';
import { LogGap, UnknownEvent } from './store/errors.js';
import { everything, listsOf, logTimeAt } from './testing/answers.js';
import { sealed } from './testing/sealing.js';
import { diceOf, Story } from './testing/story.js';
import { openViews, rowsOf, viewsOf, withoutNames } from './testing/views.js';

const seeds = fc.integer({ min: 0, max: 0x7fff_ffff });
const storyOf = (seed: number, steps = 100): readonly RecordedEvent[] => new Story(diceOf(seed)).steps(steps).scene.events;

describe('the read models', () => {
  it('have the same rows however the log is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 1, max: 60 }), async (seed, batch) => {
        const events = storyOf(seed);
        const [whole, cut] = [await viewsOf(events, events.length), await viewsOf(events, batch)];
        expect(await rowsOf(cut)).toEqual(await rowsOf(whole));
        await Promise.all([whole.close(), cut.close()]);
      }),
      { numRuns: 8 },
    );
  });

  it('answer about a moment of the past what they would have answered then', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.nat(), async (seed, at) => {
        const events = storyOf(seed);
        const index = at % events.length;
        const [today, then] = [await viewsOf(events), await viewsOf(events.slice(0, index + 1))];
        const now = logTimeAt(events, index);
        expect(withoutNames(await everything(today, { now, index }))).toEqual(withoutNames(await everything(then, { now, index: null })));
        await Promise.all([today.close(), then.close()]);
      }),
      { numRuns: 10 },
    );
  });

  it('answer so however long ago it was', async () => {
    for (const seed of [11, 12]) {
      const story = new Story(diceOf(seed)).steps(150);
      const then = [...story.scene.events];
      const [moments, before] = [[90, then.length - 1], await viewsOf(then)];
      for (let i = 0; i < 2500; i += 1) story.scene.onIssue('i0', { type: 'NoteAdded', data: { text: sealed('Nothing new') } });
      const today = await viewsOf(story.scene.events, 1000);
      for (const index of moments) {
        const moment = { now: logTimeAt(then, index), index };
        expect(withoutNames(await everything(today, moment))).toEqual(withoutNames(await everything(before, moment)));
      }
      await Promise.all([today.close(), before.close()]);
    }
  });

  it('show each row once on the pages of a list that changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 1, max: 5 }), fc.nat(), async (seed, limit, at) => {
        const events = storyOf(seed);
        let fed = 60 + (at % (events.length - 60));
        const views = await viewsOf(events.slice(0, fed));
        const moment = { now: logTimeAt(events, fed - 1), index: null };
        for (const list of listsOf(views, moment)) {
          const whole = await list(200, null);
          const seen: unknown[] = [];
          for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
            const page: Page<unknown> = await list(limit, cursor);
            seen.push(...page.items);
            cursor = page.next;
            await views.feed(events.slice(fed, fed + 3));
            fed = Math.min(events.length, fed + 3);
          }
          expect(withoutNames(seen)).toEqual(withoutNames(whole.items));
        }
        await views.close();
      }),
      { numRuns: 8 },
    );
  });

  it('stop at an event that they do not know, and keep nothing of its batch', async () => {
    const events = storyOf(1, 20);
    const views = await viewsOf(events.slice(0, 30));
    const before = await rowsOf(views);
    const unknown = { ...(events[31] as RecordedEvent), type: 'IssueTeleported' };
    await expect(views.feed([events[30] as RecordedEvent, unknown])).rejects.toThrow(UnknownEvent);
    const newer = { ...(events[31] as RecordedEvent), schema: 2 };
    await expect(views.feed([events[30] as RecordedEvent, newer])).rejects.toThrow(UnknownEvent);
    expect(await rowsOf(views)).toEqual(before);
    await views.feed(events.slice(30));
    expect(await rowsOf(views)).toEqual(await rowsOf(await viewsOf(events)));
    await views.close();
  });

  it('pass over what they have, and refuse a log with a gap', async () => {
    const events = storyOf(2, 40);
    const views = await viewsOf(events.slice(0, 40));
    await views.feed(events.slice(25), 7);
    expect(await rowsOf(views)).toEqual(await rowsOf(await viewsOf(events)));
    const short = await viewsOf(events.slice(0, 10));
    await expect(short.feed(events.slice(11))).rejects.toThrow(LogGap);
  });

  it('resume where they stored their position', async () => {
    const events = storyOf(3, 40);
    const views = await openViews();
    expect(await views.subscriber.position()).toBeNull();
    await views.feed(events.slice(0, 20), 5);
    expect(await views.subscriber.position()).toBe(events[19]?.position);
    await views.subscriber.apply([], '9'.repeat(16));
    expect(await views.subscriber.position()).toBe('9'.repeat(16));
  });
});
