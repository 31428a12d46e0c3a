import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Engine, SimulatedTime } from '#application';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';
import { readMapping } from './read-mapping.js';
import { planImport } from './plan.js';
import { runImport } from './run-import.js';
describe('try', () => {
  it('reads', async () => {
    const m = readMapping(readFileSync('examples/scms/mapping.json', 'utf8'));
    const plan = await planImport('/work/shared/data/scms-deliveries-2006-2011.csv', m, { history: true, now: '2026-11-23T00:00:00.000Z' });
    const store = new MemoryEventStore();
    const vault = new MemoryVault();
    const time = new SimulatedTime(plan.steps[0]!.at);
    const engine = new Engine({
      store,
      vault,
      secret: Buffer.alloc(32, 1),
      clock: time,
      timers: time,
      ticksByItself: false,
      onFailure: (p, e) => console.log('FAIL', p, e),
    });
    await engine.start();
    const t = Date.now();
    const r = await runImport(plan, { engine, store, time, startedAt: '2026-11-23T00:00:00.000Z' });
    console.log(r, Date.now() - t);
    const all = await store.readFromIndex(0, 1000000);
    const c: Record<string, number> = {};
    for (const e of all) c[e.type] = (c[e.type] ?? 0) + 1;
    console.log(c);
    const lv: any = {};
    for (const e of all)
      if (e.type === 'IssueRouted' && (e.data as any).changed) {
        const d = e.data as any;
        const k =
          'L' +
          d.level +
          ' ' +
          d.floors
            .filter((f: any) => f.level > 1)
            .map((f: any) => f.code + f.level)
            .join('+') +
          (d.ceilings.length ? ' C:' + d.ceilings.map((f: any) => f.code) : '') +
          (d.held ? ' held ' + d.held.because : '');
        lv[k] = (lv[k] ?? 0) + 1;
      }
    console.log(lv);
    await engine.stop();
    expect(1).toBe(1);
  }, 600000);
});
