import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { CaseTimes } from './case-times.js';

const event = (n: number, type: string, second: number, data: NewEvent['data'] = {}): NewEvent => {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const recordedAt = new Date(Date.UTC(2026, 10, 23, 9, 0, second)).toISOString();
  return { id, type, schema: 1, recordedAt, actor: 'dana', auth: { method: 'test', id: 't' }, correlationId: id, causationId: id, data };
};

/** A case's events, each `seconds` after nine o'clock: filed 0, routed 2, opened 3, acknowledged 63, decided 50 (by a clock set back). */
async function logOfACase(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await store.append('issue-1', 'noStream', [event(1, 'IssueFiled', 0)]);
  await store.append('routing-1', 'noStream', [event(2, 'IssueRouted', 2, { trigger: { stream: 'issue-1', revision: 0 }, level: 3 })]);
  await store.append('escalation-1', 'noStream', [event(3, 'EscalationOpened', 3, { level: 3 })]);
  await store.append('escalation-1', 0, [event(4, 'EscalationAcknowledged', 63), event(5, 'EscalationDecided', 50)]);
  return store;
}

function meters() {
  const seen: unknown[] = [];
  const metrics = {
    routed: (seconds: number) => seen.push(['routed', seconds]),
    acknowledged: (level: number, seconds: number) => seen.push(['acknowledged', level, seconds]),
    decided: (level: number, seconds: number) => seen.push(['decided', level, seconds]),
  };
  return { seen, metrics: metrics as never };
}

const EXPECTED = [
  ['routed', 2],
  ['acknowledged', 3, 60],
  ['decided', 3, 47],
];

describe('how long cases took', () => {
  it('is told in log time, by the level that was asked', async () => {
    const store = await logOfACase();
    const { seen, metrics } = meters();
    await new CaseTimes(store, metrics).apply(await store.readFromIndex(0, 10));
    expect(seen).toEqual(EXPECTED);
  });

  it('is told also of what began before the process did', async () => {
    const store = await logOfACase();
    const { seen, metrics } = meters();
    const times = new CaseTimes(store, metrics);
    for (const index of [1, 3, 4]) await times.apply(await store.readFromIndex(index, 1));
    expect(seen).toEqual(EXPECTED);
  });

  it('is never less than nothing', async () => {
    const store = new MemoryEventStore();
    await store.append('escalation-1', 'noStream', [event(1, 'EscalationOpened', 30, { level: 2 }), event(2, 'EscalationDecided', 10)]);
    const { seen, metrics } = meters();
    await new CaseTimes(store, metrics).apply(await store.readFromIndex(0, 10));
    expect(seen).toEqual([['decided', 2, 0]]);
  });

  it('begins at the end of the log', async () => {
    const store = await logOfACase();
    expect(await new CaseTimes(store, meters().metrics).position()).toBe((await store.head())?.position);
  });
});
