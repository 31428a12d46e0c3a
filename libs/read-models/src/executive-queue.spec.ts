import { describe, expect, it } from '@jest/globals';
import { Scene } from './testing/scene.js';
import { ALL, viewsOf } from './testing/views.js';

describe('the queue of a leader', () => {
  it('holds what was sent up, until it is decided', async () => {
    const scene = new Scene().setUp().file('1').escalate('1');
    const views = await viewsOf(scene.events);
    const moment = { now: scene.log.now, index: null };
    const page = await views.executiveQueue.page({ leader: 'lea', visibility: ALL, moment, shelf: 'waiting', limit: 10, cursor: null });
    expect(page).toEqual({});
    await views.close();
  });
});
