import { describe, expect, it } from '@jest/globals';
import type { Instant, RouteRecord } from '#domain';
import type { EventStore, NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { derivedId } from './ids.js';
import { askFor, MONDAY, Organisation, operator, person, usd } from './testing/organisation.js';
import { SimulatedTime } from './simulated-time.js';

const minuteAfter = (minutes: number): string => new Date(Date.parse(MONDAY) + minutes * 60_000).toISOString();

/** What was routed and what came of it: the data of every event that the router wrote, by stream. */
async function workOf(store: EventStore): Promise<Record<string, unknown[]>> {
  const work: Record<string, unknown[]> = {};
  for (const { stream, actor, type, data } of await store.readFromIndex(0, 100_000)) {
    if (actor === 'system:router') (work[stream] ??= []).push({ type, data });
  }
  return work;
}

/** Filings, amendments and a change of grants: what a busy hour brings. Nothing of it looks at what the router did. */
const busyHour: readonly ((acme: Organisation) => Promise<unknown>)[] = Array.from(
  { length: 100 },
  (_, i) => async (acme: Organisation) => {
    acme.time.advanceTo(minuteAfter(i));
    const before = `i${String(i - 5)}`;
    switch (i % 10) {
      case 3:
        return acme.fileUp(`i${String(i)}`);
      case 6:
        return acme.file(`i${String(i)}`, { ask: askFor(usd(70_000)), exposure: 'safety' });
      case 8:
        return acme.as(person('mia'), 'issue', { type: 'AmendIssue', changes: { ask: askFor(usd(70_000)) } }, { id: before });
      case 9:
        return acme
          .as(operator, 'person', { type: 'RevokeGrant', person: i % 20 === 9 ? 'lea' : 'leo', grantId: 'g1', reason: 'Order' })
          .catch(() => undefined);
      default:
        return acme.file(`i${String(i)}`, { units: i + 1 });
    }
  },
);

async function routedWithLag(lag: number, acts: typeof busyHour): Promise<Record<string, unknown[]>> {
  const acme = await Organisation.started();
  await acme.engine.stop();
  for (let done = 0; done < acts.length; done += lag) {
    const batch = acts.slice(done, done + lag);
    const follower = new Organisation(acme.store, acme.time, acme.vault, { leads: false });
    await follower.engine.start();
    for (const act of batch) await act(follower);
    await follower.engine.stop();
    const leader = new Organisation(acme.store, acme.time, acme.vault);
    await leader.engine.start();
    await leader.engine.rest();
    await leader.engine.stop();
    expect(leader.failures).toEqual([]);
  }
  return workOf(acme.store);
}

async function routedAtOnce(acts: typeof busyHour): Promise<Record<string, unknown[]>> {
  const acme = await Organisation.started();
  for (const act of acts) await act(acme);
  await acme.engine.rest();
  await acme.engine.stop();
  expect(acme.failures).toEqual([]);
  return workOf(acme.store);
}

describe('routes', () => {
  it.each([
    [1, 20],
    [25, 100],
    [100, 100],
  ])('are the same when the router lags %i events behind, and is started anew each time', async (lag, count) => {
    const acts = busyHour.slice(0, count);
    expect(await routedWithLag(lag, acts)).toEqual(await routedAtOnce(acts));
  });

  it('can be waited for by who gave the command, also when the command comes again', async () => {
    const acme = await Organisation.started();
    const filing = { identity: { key: 'k1' } };
    const filed = await acme.fileUp('i1', filing);
    const route = await acme.engine.routeOf(filed, 'i1');
    expect(route).toMatchObject({
      revision: 0,
      record: { issue: 'i1', route: 'escalated', level: 2, holder: 'lea', trigger: { stream: 'issue-i1', revision: 0 } },
    });
    const later = new Organisation(acme.store, acme.time, acme.vault);
    await later.engine.start();
    expect(await later.engine.routeOf(await later.fileUp('i1', filing), 'i1')).toEqual(route);
    const note = await acme.as(person('mia'), 'issue', { type: 'AddNote', text: 'Rain' }, { id: 'i1' });
    expect(await acme.engine.routeOf(note, 'i1')).toBeNull();
  });

  it('are not waited for longer than asked', async () => {
    const acme = await Organisation.started();
    await acme.engine.stop();
    const follower = new Organisation(acme.store, acme.time, acme.vault, { leads: false });
    await follower.engine.start();
    const waiting = follower.engine.routeOf(await follower.file('i1'), 'i1', 1000);
    await follower.engine.waitFor('router', (await acme.store.head())!.position);
    follower.time.advanceTo(minuteAfter(1));
    await expect(waiting).rejects.toMatchObject({ name: 'NotCaughtUp' });
  });
});

describe('escalations follow', () => {
  const escalated = async (): Promise<Organisation> => {
    const acme = await Organisation.started();
    await acme.fileUp('i1');
    await acme.engine.rest();
    return acme;
  };
  const amend = async (acme: Organisation, at: Instant, amount: number): Promise<void> => {
    acme.time.advanceTo(at);
    await acme.as(person('mia'), 'issue', { type: 'AmendIssue', changes: { ask: askFor(usd(amount)) } }, { id: 'i1' });
    await acme.engine.rest();
  };

  it('opened by the route, up with it, and withdrawn when it falls', async () => {
    const acme = await escalated();
    expect(await acme.typesOf('escalation-')).toEqual(['EscalationOpened']);
    await amend(acme, minuteAfter(10), 70_000);
    expect(await acme.typesOf('escalation-')).toEqual(['EscalationOpened', 'EscalationSteppedUp']);
    await amend(acme, '2026-11-26T10:00:00.000Z', 7); // later than what is held by having come there just now
    expect(await acme.typesOf('escalation-')).toEqual(['EscalationOpened', 'EscalationSteppedUp', 'EscalationWithdrawn']);
    expect(acme.failures).toEqual([]);
  });

  it('closed with the issue', async () => {
    const acme = await escalated();
    await acme.as(operator, 'person', { type: 'GiveRole', person: 'max', role: 'manager', scope: { programme: 'tablets' } });
    await acme.as(person('lea'), 'issue', { type: 'WithdrawIssue', reason: 'Filed twice' }, { id: 'i1' });
    await acme.engine.rest();
    expect(await acme.typesOf('escalation-')).toEqual(['EscalationOpened', 'EscalationWithdrawn']);
  });

  it('woken by a new fact, if it was snoozed until then', async () => {
    const acme = await escalated();
    const { stream } = (await acme.log()).find(({ type }) => type === 'EscalationOpened')!;
    const until = '2026-11-24T15:00:00.000Z';
    await acme.as(
      person('lea'),
      'escalation',
      { type: 'Snooze', until, untilFactChanges: true },
      { id: stream.slice('escalation-'.length) },
    );
    await amend(acme, minuteAfter(10), 21_000);
    expect(await acme.typesOf('escalation-')).toEqual(expect.arrayContaining(['EscalationSnoozed', 'SnoozeEnded']));
  });
});

/** A store whose process is killed at the n-th append by the router: nothing of it, or after it, comes through. */
function killedAt(n: number, store: EventStore): EventStore {
  let appends = 0;
  const killed: Partial<EventStore> = {
    append: async (stream, expected, events: readonly NewEvent[]) => {
      if (events[0]?.actor === 'system:router') appends += 1;
      if (appends >= n) throw new Error('killed');
      return store.append(stream, expected, events);
    },
  };
  return new Proxy(store, {
    get: (target, name) => killed[name as keyof EventStore] ?? (target[name as keyof EventStore] as () => unknown).bind(target),
  });
}

describe('after a restart', () => {
  const burst = async (acme: Organisation): Promise<void> => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? acme.fileUp(`i${String(i)}`) : acme.file(`i${String(i)}`))));
  };

  it('a burst of 100 issues is finished as if nothing had happened, and leaders are not taken to be idle', async () => {
    const sound = await Organisation.started();
    await sound.engine.stop();
    const filed = new Organisation(sound.store, sound.time, sound.vault, { leads: false });
    await filed.engine.start();
    await burst(filed);
    await filed.engine.stop();
    const log = await filed.log();
    const results: unknown[] = [];
    for (const n of [1, 40, 101, 133]) {
      const store = new MemoryEventStore();
      for (const { stream, revision, index: _index, position: _position, ...event } of log)
        await store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event]);
      const killed = new Organisation(killedAt(n, store), new SimulatedTime(MONDAY), sound.vault);
      await killed.engine.start();
      await killed.engine.rest().catch(() => undefined);
      expect(killed.failures[0]).toContain('killed');
      const next = new Organisation(store, new SimulatedTime(MONDAY), sound.vault);
      await next.engine.start();
      await next.engine.rest();
      expect(next.failures).toEqual([]);
      results.push(await workOf(store));
    }
    for (const result of results) expect(result).toEqual(results[0]);
    const routes = Object.entries(results[0] as object).filter(([stream]) => stream.startsWith('routing-'));
    expect(routes).toHaveLength(100);
    const opened = Object.values(results[0] as Record<string, { type: string; data: { holder: string } }[]>)
      .flat()
      .filter(({ type }) => type === 'EscalationOpened');
    expect(opened).toHaveLength(34);
    expect(new Set(opened.map(({ data }) => data.holder))).toEqual(new Set(['lea', 'leo']));
  });

  it('nothing is done that was done', async () => {
    const acme = await Organisation.started();
    await burst(acme);
    await acme.engine.rest();
    const { index } = (await acme.store.head())!;
    const again = new Organisation(acme.store, acme.time, acme.vault);
    await again.engine.start();
    await again.engine.rest();
    expect((await acme.store.head())!.index).toBe(index);
  });
});

describe('two routers on one log', () => {
  it('do everything once', async () => {
    const acme = await Organisation.started();
    const other = new Organisation(acme.store, acme.time, acme.vault);
    await other.engine.start();
    for (let i = 0; i < 30; i += 1) await (i % 2 === 0 ? acme : other).fileUp(`i${String(i)}`);
    await Promise.all([acme.engine.rest(), other.engine.rest()]);
    expect(await acme.typesOf('escalation-')).toEqual(Array(30).fill('EscalationOpened'));
    expect(await acme.typesOf('routing-')).toEqual(Array(30).fill('IssueRouted'));
    expect([...acme.failures, ...other.failures]).toEqual([]);
  });
});

describe('a recorded route that the log does not lead to', () => {
  const forged = async (change: (record: RouteRecord) => object): Promise<Organisation> => {
    const acme = await Organisation.started();
    await acme.fileUp('i1');
    await acme.engine.rest();
    await acme.engine.stop();
    const events = await acme.log();
    const store = new MemoryEventStore();
    for (const { stream, revision, index: _index, position: _position, ...event } of events) {
      const data = event.type === 'IssueRouted' ? change(event.data as unknown as RouteRecord) : event.data;
      await store.append(stream, revision === 0 ? 'noStream' : revision - 1, [{ ...event, data: data as NewEvent['data'] }]);
    }
    return new Organisation(store, acme.time, acme.vault);
  };

  it('stops the router and says where, while commands are still taken', async () => {
    const acme = await forged((record) => ({ ...record, level: 3 }));
    await acme.engine.start();
    const trigger = { stream: 'issue-i1', revision: 0 };
    const divergence = { name: 'RouteDivergence', issue: 'i1', revision: 0, path: 'level', trigger };
    expect(acme.engine.health().failures.get('router')).toMatchObject(divergence);
    expect([...acme.engine.health().failures.keys()]).toEqual(['router']);
    const filed = await acme.file('i2');
    await expect(acme.engine.routeOf(filed, 'i2')).rejects.toMatchObject({ name: 'SubscriberStopped', cause: divergence });
  });

  it('is no other route if only its flips differ', async () => {
    const acme = await forged((record) => ({ ...record, flips: [] }));
    await acme.engine.start();
    expect(acme.failures).toEqual([]);
  });

  it('stops it too when nothing led to a route at all', async () => {
    const acme = await Organisation.started();
    await acme.file('i1');
    await acme.engine.rest();
    const [route] = await acme.store.readStream('routing-i1');
    const { index: _index, position: _position, stream: _stream, revision: _revision, ...event } = route!;
    await acme.store.append('routing-i1', 0, [{ ...event, id: derivedId(event.id, 'forged') }]);
    await expect(acme.engine.rest()).rejects.toThrow();
    expect(acme.failures[0]).toContain('RouteDivergence');
  });
});
