import { describe, expect, it } from '@jest/globals';
import { envelopeOf, type EventStore, type NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { deriveKey } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { MONDAY, Organisation, person } from './testing/organisation.js';
import { SimulatedTime } from './simulated-time.js';
import type { Turn } from './turn.js';

/** Texts are sealed to the same bytes in every log. */
const newKey = (keyId: string) => deriveKey('spec', keyId);
const DAYS_LATER = '2026-11-27T09:00:00.000Z';

/** A log between which and one process stands a pause: what was asked of the turn is asked, and the append has not gone out yet. */
class PausedStore {
  #gate: PromiseWithResolvers<void> | null = null;
  #reached = Promise.withResolvers<void>();
  readonly late: string[] = [];
  readonly store: EventStore;

  constructor(inner: EventStore) {
    const append: EventStore['append'] = async (stream, expected, events) => {
      await this.#pass(events);
      return inner.append(stream, expected, events);
    };
    this.store = new Proxy(inner, {
      get: (target, name) => {
        if (name === 'append') return append;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  /** From now on appends wait. Resolves when one does. */
  pause(): Promise<void> {
    this.#gate = Promise.withResolvers();
    return this.#reached.promise;
  }

  wake(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  async #pass(events: readonly NewEvent[]): Promise<void> {
    if (this.#gate === null) return;
    this.late.push(...events.map(({ type }) => type));
    this.#reached.resolve();
    await this.#gate.promise;
  }
}

/** A worker that is paused in the midst of its next act, after which its turn is another's. */
class Worker {
  readonly paused: PausedStore;
  readonly organisation: Organisation;
  readonly #turn: { isMine: boolean; came: Promise<void> } = { isMine: true, came: Promise.resolve() };

  constructor(...[store, time, vault]: [EventStore, SimulatedTime, MemoryVault]) {
    this.paused = new PausedStore(store);
    this.organisation = new Organisation(this.paused.store, time, vault, { newKey, turn: this.#turn satisfies Turn });
  }

  loseTurn(): void {
    this.#turn.isMine = false;
  }
}

/** A desk that takes commands, and workers of which each is paused in its first act and follows the other. */
class House {
  readonly store = new MemoryEventStore({ random: () => 0.4 });
  readonly time = new SimulatedTime(MONDAY);
  readonly vault = new MemoryVault();
  readonly desk = new Organisation(this.store, this.time, this.vault, { newKey, leads: false });
  readonly late: string[] = [];
  #worker = new Worker(this.store, this.time, this.vault);

  static async started(): Promise<House> {
    const house = new House();
    await Organisation.started(house.store, house.time, house.vault, { newKey }).then((first) => first.engine.stop());
    await house.desk.engine.start();
    await house.#worker.organisation.engine.start();
    return house;
  }

  /** What is to be done is done by the worker after the one that was paused in the midst of it. */
  async handOver(): Promise<void> {
    const before = this.#worker;
    const acts = before.paused.pause();
    const rests = before.organisation.engine.rest();
    await Promise.race([acts, rests]);
    before.loseTurn();
    this.#worker = new Worker(this.store, this.time, this.vault);
    await this.#worker.organisation.engine.start();
    await this.#worker.organisation.engine.rest();
    const log = await this.desk.log();
    before.paused.wake();
    await rests;
    expect(await this.desk.log()).toEqual(log);
    this.late.push(...before.paused.late);
    await before.organisation.engine.stop();
    expect(before.organisation.failures).toEqual([]);
    await this.desk.engine.rest();
  }

  /** Lets time pass, and hands over at each instant at which something is due. */
  async passTo(instant: string): Promise<void> {
    await this.#worker.organisation.engine.rest();
    const next = () => this.#worker.organisation.engine.nextDue();
    for (let due = next(); due !== null && due <= instant; due = next()) {
      this.time.advanceTo(due);
      await this.handOver();
    }
    this.time.advanceTo(instant);
  }

  async close(): Promise<void> {
    await this.#worker.organisation.engine.stop();
    await this.desk.engine.stop();
  }
}

/** An organisation that only one worker serves. */
class Shop {
  static async started(): Promise<Shop> {
    return new Shop(await Organisation.started(undefined, undefined, undefined, { newKey }));
  }
  constructor(readonly desk: Organisation) {}
  handOver = () => this.desk.engine.rest();
  passTo = (instant: string) => this.desk.passTo(instant);
  close = () => this.desk.engine.stop();
}

type Place = Pick<House, 'desk' | 'handOver' | 'passTo' | 'close'>;

/** Issues are filed, escalated, claimed, decided and left alone, and partners put people forward. */
async function days(place: Place): Promise<void> {
  const { desk } = place;
  await desk.fileUp('i1');
  await place.handOver();
  await desk.file('i2');
  await place.handOver();
  await desk.fileUp('i3');
  await place.handOver();
  const opened = (await desk.log()).filter(({ type }) => type === 'EscalationOpened');
  const [first, second] = opened.map(({ stream, data }) => ({ id: stream.slice('escalation-'.length), holder: data['holder'] as string }));
  await desk.as(
    person(second!.holder),
    'escalation',
    { type: 'Snooze', until: '2026-11-23T10:30:00.000Z', untilFactChanges: false },
    { id: second!.id },
  );
  await desk.as(person(first!.holder), 'escalation', { type: 'Claim' }, { id: first!.id });
  await desk.as(person(first!.holder), 'escalation', decide, { id: first!.id });
  await place.passTo(DAYS_LATER);
}

const decide = {
  type: 'Decide',
  option: 'recommended',
  decision: 'Buy',
  rationale: 'They must have them',
  optionsConsidered: [],
  terms: null,
  decisionGroup: null,
} as const;

describe('a worker that is paused in the midst of an act, and wakes when another has its turn', () => {
  it('changes nothing: the log is the one that a single worker makes', async () => {
    const [house, shop] = [await House.started(), await Shop.started()];
    await days(house);
    await days(shop);
    const [disturbed, quiet] = [await house.desk.log(), await shop.desk.log()];
    expect(disturbed.map(envelopeOf)).toEqual(quiet.map(envelopeOf));
    // Every kind of act was held back somewhere.
    const acts = ['IssueRouted', 'EscalationOpened', 'SnoozeEnded', 'DecisionTookEffect', 'ClockExpired', 'ClockWarned', 'RouteReviewDue'];
    expect(house.late).toEqual(expect.arrayContaining(acts));
    await house.close();
    await shop.close();
  });
});
