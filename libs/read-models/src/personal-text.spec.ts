import { describe, expect, it } from '@jest/globals';
import { Scene } from './testing/scene.js';
import { diceOf, Story } from './testing/story.js';
import { ALL, openViews, rowsOf, viewsOf, type Views } from './testing/views.js';

const search = async (views: Views, scene: Scene, text: string) => {
  const moment = { now: scene.log.now, index: null };
  const page = await views.board.page({ visibility: ALL, moment, view: 'open', filters: { text }, sort: null, limit: 9, cursor: null });
  return page.items.map(({ issue, title }) => [issue, title]);
};

describe("people's words", () => {
  it('are found by the beginnings of words, without case and accents', async () => {
    const scene = new Scene().setUp().file('1', { title: 'Späte Lieferung, Moss-Ridge №7' }).file('2', { title: 'Spatial error' });
    const views = await viewsOf(scene.events);
    expect(await search(views, scene, 'SPAT lief')).toEqual([['1', 'Späte Lieferung, Moss-Ridge №7']]);
    expect(await search(views, scene, 'ridge')).toHaveLength(1);
    expect(await search(views, scene, 'spat')).toHaveLength(2);
    expect(await search(views, scene, "'; drop table board; --")).toEqual([]);
    await views.close();
  });

  it('are found however many texts hold the word', async () => {
    const scene = new Scene().setUp();
    for (let i = 0; i < 2100; i += 1) scene.file(`i${i}`, { title: i === 1050 ? 'Late pallets' : 'Late boxes' });
    const views = await viewsOf(scene.events, 1000);
    expect(await search(views, scene, 'late pallet')).toEqual([['i1050', 'Late pallets']]);
    expect(await search(views, scene, 'late')).toHaveLength(9);
    await views.close();
  });

  it('are gone when they are forgotten, and nothing else changes', async () => {
    const scene = new Scene().setUp().file('1', { title: 'Late boxes' }, 'max').file('2', { title: 'Late pallets' }, 'mia');
    const views = await viewsOf(scene.events);
    const before = await rowsOf(views);
    await views.forget(['key-max']);
    expect(await search(views, scene, 'boxes')).toEqual([]);
    expect(await search(views, scene, 'late')).toEqual([['2', 'Late pallets']]);
    expect((await views.people.labels(['max'])).get('max')).toEqual({ id: 'max', name: null, title: null });
    expect(await rowsOf(views)).toEqual(before);
    await views.close();
  });

  it('leave the same rows whether the keys were there or not', async () => {
    const { events } = new Story(diceOf(5)).steps(100).scene;
    const [kept, erased] = [await viewsOf(events), await openViews(new Set(['key-1', 'key-mia', 'key-lea']))];
    await erased.feed(events);
    expect(await rowsOf(erased)).toEqual(await rowsOf(kept));
    expect((await erased.people.labels(['lea'])).get('lea')?.name).toBeNull();
    await Promise.all([kept.close(), erased.close()]);
  });

  it('stand in no row of a state hash', async () => {
    const { events } = new Story(diceOf(6)).steps(150).scene;
    const views = await viewsOf(events);
    const words = /Moss Ridge|Pallet missing|Name of|Title of|Send the van|Schools wait|Called|How many|Vera Price/;
    for (const [key, row] of await rowsOf(views)) expect([key, words.exec(JSON.stringify(row))]).toEqual([key, null]);
    await views.close();
  });
});
