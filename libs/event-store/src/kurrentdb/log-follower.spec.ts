import { expect, it } from '@jest/globals';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EventEmitter } from 'node:events';
import { StoreCorrupt } from '../errors.js';
import { LatestEvents } from './latest-events.js';
import { LogFollower } from './log-follower.js';
import { PlaceIndex } from './place-index.js';

class Subscription extends EventEmitter {
  readonly readableLength = 0;
  unsubscribe = async (): Promise<void> => undefined;
}

const resolved = (place: number, data: object) => {
  const id = `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`;
  const position = { commit: BigInt(place), prepare: BigInt(place) };
  return { event: { id, streamId: 'acme.issue-1', revision: BigInt(place), position, metadata: {}, data: { id, ...data } } };
};

it('who sleeps until something comes is woken by what is no entry of the log too, also right after one that is', async () => {
  const subscription = new Subscription();
  const client = { subscribeToAll: () => subscription } as unknown as KurrentDBClient;
  const index = new PlaceIndex(null);
  let woken = 0;
  const follower = new LogFollower({ client, prefix: 'acme.', index, latest: new LatestEvents(), onEvents: () => (woken += 1) });
  follower.start();
  subscription.emit('data', resolved(0, { stream: 'issue-1', revision: 0 }));
  const reached = follower.reached(0);
  subscription.emit('data', resolved(1, { stream: 'another', revision: 1 }));
  await reached;
  await new Promise(setImmediate);
  expect([woken, index.count]).toEqual([1, 1]);
  expect(follower.fault).toBeInstanceOf(StoreCorrupt);
});
