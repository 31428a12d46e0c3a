import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Lease } from './lease.js';
import { SharedSubscriber } from './shared-subscriber.js';
import type { Timers } from './clock.js';
import { LeasedTurn } from './turn.js';

const LEASE_MILLIS = 1000;

/** One lease and one time for all processes; each is paused by letting its timers wait. */
class World implements Lease {
  now = 0;
  token = 0;
  until = -1;
  reachable = true;
  readonly #alarms: { readonly at: number; readonly run: () => void; readonly owner: Process }[] = [];

  async take(): Promise<number | null> {
    this.#reach();
    if (this.now < this.until) return null;
    this.until = this.now + LEASE_MILLIS;
    return ++this.token;
  }
  async renew(token: number): Promise<boolean> {
    this.#reach();
    if (token !== this.token) return false;
    this.until = this.now + LEASE_MILLIS;
    return true;
  }
  async release(token: number): Promise<void> {
    if (token === this.token) this.until = -1;
  }
  #reach(): void {
    if (!this.reachable) throw new Error('the database cannot be reached');
  }

  #callOff(alarm: object): void {
    const place = this.#alarms.findIndex((one) => one === alarm);
    if (place >= 0) this.#alarms.splice(place, 1);
  }

  process(): Process {
    const owner: Process = { paused: false, turn: undefined as never };
    const timers: Timers = {
      after: (milliseconds, run) => {
        const alarm = { at: this.now + milliseconds, run, owner };
        this.#alarms.push(alarm);
        return () => this.#callOff(alarm);
      },
    };
    owner.turn = new LeasedTurn({ lease: this, milliseconds: LEASE_MILLIS, timers, passed: () => this.now });
    owner.turn.start();
    return owner;
  }

  /** Time goes by; who is paused wakes to all that rang meanwhile. */
  async pass(milliseconds: number): Promise<void> {
    for (const end = this.now + milliseconds; ;) {
      await settle();
      const due = this.#alarms.filter(({ at, owner }) => at <= end && !owner.paused).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        this.now = end;
        return;
      }
      this.#alarms.splice(this.#alarms.indexOf(due), 1);
      this.now = Math.max(this.now, due.at);
      due.run();
    }
  }
}

interface Process {
  paused: boolean;
  turn: LeasedTurn;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the turn to do what one process at a time does', () => {
  let world: World;
  let first: Process;
  let second: Process;
  beforeEach(async () => {
    world = new World();
    first = world.process();
    await settle();
    second = world.process();
    await world.pass(0);
  });

  it('is the first one’s for as long as it renews its lease', async () => {
    await world.pass(100 * LEASE_MILLIS);
    expect([first.turn.isMine, second.turn.isMine]).toEqual([true, false]);
    expect(first.turn.token).toBe(1);
  });

  it('comes to another when the first is paused, and is over for who wakes, before it is told anything', async () => {
    first.paused = true;
    await world.pass(LEASE_MILLIS * 2);
    expect([first.turn.isMine, first.turn.token]).toEqual([false, null]);
    expect([second.turn.isMine, second.turn.token]).toEqual([true, 2]);
    first.paused = false;
    await world.pass(LEASE_MILLIS * 5);
    await first.turn.over;
    expect([first.turn.isMine, second.turn.isMine]).toEqual([false, true]);
  });

  it('does not come back with a renewal that was answered after it had run out', async () => {
    let now = 0;
    let ring = (): void => undefined;
    const answer = Promise.withResolvers<boolean>();
    const lease: Lease = { take: async () => 1, renew: () => answer.promise, release: async () => undefined };
    const timers: Timers = { after: (_milliseconds, run) => ((ring = run), () => undefined) };
    const turn = new LeasedTurn({ lease, milliseconds: LEASE_MILLIS, timers, passed: () => now });
    turn.start();
    await settle();
    now = 0.9 * LEASE_MILLIS;
    ring();
    now = 1.1 * LEASE_MILLIS;
    expect(turn.isMine).toBe(false);
    answer.resolve(true);
    await turn.over;
    expect(turn.isMine).toBe(false);
  });

  it('is never of two at a time, whoever is paused and whatever can be reached', async () => {
    const processes = [first, second, world.process()];
    const next = dice(7);
    for (let step = 0; step < 400; step++) {
      const one = processes[next(3)] as Process;
      one.paused = next(3) === 0;
      world.reachable = next(5) > 0;
      await world.pass(next(LEASE_MILLIS));
      expect(processes.filter(({ turn }) => turn.isMine).length).toBeLessThanOrEqual(1);
      for (const [i, { turn }] of processes.entries()) if (await isOver(turn)) processes[i] = world.process();
    }
    expect(world.token).toBeGreaterThan(10);
  });

  it('is over when the lease cannot be renewed in time', async () => {
    world.reachable = false;
    await world.pass(LEASE_MILLIS - 1);
    expect(first.turn.isMine).toBe(true);
    await world.pass(LEASE_MILLIS);
    expect(first.turn.isMine).toBe(false);
    expect(await isOver(first.turn)).toBe(true);
  });

  it('comes at once when who has it stops, and when it fails in it', async () => {
    await first.turn.stop();
    await world.pass(LEASE_MILLIS / 4);
    expect(second.turn.isMine).toBe(true);
    second.turn.giveUp();
    expect(second.turn.isMine).toBe(false);
    await world.pass(LEASE_MILLIS);
    expect(second.turn.isMine).toBe(false);
  });
});

describe('a subscriber that several processes share', () => {
  it('waits for what the other has stored, and goes on by itself when its turn comes', async () => {
    let stored = '5';
    const applied: string[] = [];
    const came = Promise.withResolvers<void>();
    const turn = { isMine: false, came: came.promise, giveUp: () => undefined };
    const inner = {
      name: 'views',
      version: 1,
      position: async () => stored,
      apply: async (_: unknown, through: string) => void applied.push(through),
    };
    const shared = new SharedSubscriber({ inner, stored: async () => stored, turn });
    expect(await shared.position()).toBe('5');
    await shared.apply([], '5');
    const waits = shared.apply([], '7');
    stored = '7';
    await waits;
    expect(applied).toEqual([]);
    const later = shared.apply([], '9');
    turn.isMine = true;
    came.resolve();
    await later;
    expect(applied).toEqual(['9']);
    shared.stop();
  });

  it('tries again what fails for a while, and gives the turn up for what fails for good', async () => {
    const failures = [Object.assign(new Error('no connection'), { retry: true }), new Error('an event that nobody knows')];
    let isGivenUp = false;
    const turn = { isMine: true, came: Promise.resolve(), giveUp: () => (isGivenUp = true) };
    const apply = async (): Promise<void> => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    };
    const inner = { name: 'views', version: 1, position: async () => null, apply };
    const timers: Timers = { after: (_, run) => (setImmediate(run), () => undefined) };
    const shared = new SharedSubscriber({ inner, stored: async () => null, turn, timers });
    await expect(shared.apply([], '1')).rejects.toThrow('an event that nobody knows');
    expect([failures, isGivenUp]).toEqual([[], true]);
  });

  it('stops while it waits', async () => {
    const turn = { isMine: false, came: new Promise<void>(() => undefined), giveUp: () => undefined };
    const inner = { name: 'views', version: 1, position: async () => null, apply: async () => undefined };
    const shared = new SharedSubscriber({ inner, stored: async () => null, turn });
    const waits = shared.apply([], '1');
    shared.stop();
    await expect(waits).rejects.toMatchObject({ name: 'Stopping' });
  });
});

async function isOver(turn: LeasedTurn): Promise<boolean> {
  return Promise.race([turn.over.then(() => true), settle().then(() => false)]);
}

function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}
