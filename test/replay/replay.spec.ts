import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_SEED, demoTokens } from '#connect';
import { gravitas, startRealServer } from '../faults/real-server.js';
import { change } from './changed-log.js';

/** The demo in small, on files, replayed by the real command line. */
const folder = mkdtempSync(join(tmpdir(), 'gravitas-replay-'));
const original = join(folder, 'original');
let hash: string;

interface Replayed {
  readonly events: number;
  readonly routesRecomputed: number;
  readonly routesDiffering: number;
  readonly differences: readonly { readonly issue: string; readonly at: string; readonly recordedIn: { readonly stream: string } }[];
  readonly stateHash: string;
}

async function replayed(
  data: string,
  env: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Promise<Replayed & { readonly code: number | null }> {
  const { code, out, err } = await gravitas({ env }, 'replay', '--data', data, '--json', ...more);
  if (out === '') throw new Error(err);
  return { ...(JSON.parse(out) as Replayed), code };
}

beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', original, '--volume', '1', '--json');
  if (made.code !== 0) throw new Error(made.err);
  hash = (await replayed(original)).stateHash;
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a replay', () => {
  it('recomputes every route and finds no difference', async () => {
    const answer = await replayed(original);
    expect(answer).toMatchObject({ code: 0, routesDiffering: 0, differences: [] });
    expect(answer.routesRecomputed).toBeGreaterThan(50);
  });

  it.each([
    ['in UTC, seven events at a time', { TZ: 'UTC' }, '7'],
    ['in Auckland', { TZ: 'Pacific/Auckland' }, '1000'],
    ['in Turkish, one page for all', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, '100000'],
  ])('gives the same state %s', async (_, env, batch) => {
    expect((await replayed(original, env, '--batch', batch)).stateHash).toBe(hash);
  });

  it('gives the state of the running server', async () => {
    const data = copy('served');
    const server = await startRealServer(data);
    const auditor = demoTokens(DEMO_SEED).find(({ card }) => card === 'auditor')?.text ?? '';
    const answer = await fetch(`${server.url}/api/v1/log/state`, { headers: { authorization: `Bearer ${auditor}` } });
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { stateHash: string }).stateHash).toBe(hash);
    await server.stop();
  });
});

describe('what was changed in a copy', () => {
  it('is found and named: one digit of a recorded route', async () => {
    const data = copy('route');
    const changed = change(data, 'IssueRouted', ({ data: route }) => {
      const record = route as { changed: boolean; score: number };
      if (!record.changed) return false;
      record.score += 1;
      return true;
    });
    const answer = await replayed(data);
    expect(answer).toMatchObject({ code: 1, routesDiffering: 1, differences: [{ at: 'score', recordedIn: { stream: changed.stream } }] });
  });

  it('is found: one weight of the policy', async () => {
    const data = copy('weight');
    change(data, 'PolicyProposed', ({ data: proposed }) => {
      const { policy } = proposed as unknown as { policy: { weights: Record<string, number> } };
      policy.weights['TIME'] = (policy.weights['TIME'] ?? 0) + 1;
      return true;
    });
    const answer = await replayed(data);
    expect([answer.code, answer.routesDiffering > 0]).toEqual([1, true]);
  });

  it('is found and named: one fact', async () => {
    const data = copy('fact');
    const changed = change(data, 'IssueFiled', ({ data: filed }) => {
      (filed as { exposure: string }).exposure = 'safety';
      return true;
    });
    const answer = await replayed(data);
    expect(answer.code).toBe(1);
    expect(answer.differences.map(({ issue }) => `issue-${issue}`)).toContain(changed.stream);
  });
});

function copy(name: string): string {
  const data = join(folder, name);
  cpSync(original, data, { recursive: true });
  return data;
}
