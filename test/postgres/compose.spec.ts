import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { configOf } from '../../apps/server/src/config.js';

const file = new URL('../../docker/compose.cluster.yml', import.meta.url);
const text = readFileSync(file, 'utf8');
const PASSWORD = 'f00d';

/** What the file says that a variable is, in order. */
const said = (variable: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^ +${variable}: '?(.*?)'?$`, 'gm'))].map(([, value]) =>
    (value as string).replace(/\$\{\w+:\?[^}]*\}/g, PASSWORD),
  );

describe('the compose file of a cluster', () => {
  const shared = Object.fromEntries(
    ['GRAVITAS_LOG', 'GRAVITAS_READ_MODELS', 'GRAVITAS_VAULT', 'GRAVITAS_LEASE_SECONDS'].map((name) => [name, said(name)[0]]),
  );

  it('has settings that its processes take', () => {
    expect(said('GRAVITAS_ROLE')).toEqual(['api', 'worker']);
    const api = configOf({ ...shared, GRAVITAS_ROLE: 'api', GRAVITAS_HOST: '0.0.0.0', GRAVITAS_PROXY: said('GRAVITAS_PROXY')[0] });
    expect(api).toMatchObject({ role: 'api', log: { kind: 'kurrentdb' }, leaseMilliseconds: 10_000 });
    const worker = configOf({ ...shared, GRAVITAS_ROLE: 'worker', GRAVITAS_HOST: said('GRAVITAS_HOST')[0] });
    expect(worker).toMatchObject({ role: 'worker', readModels: { kind: 'postgres' }, vault: { kind: 'postgres' } });
  });

  it('asks for every password, and holds none', () => {
    expect(text.match(/\$\{\w*PASSWORD[^}]*\}/g)?.every((one) => one.includes(':?'))).toBe(true);
    expect(text).not.toMatch(/:\/\/\w+:[^$\s]/);
  });

  it('mounts what is there, or what is made for it', () => {
    const mounted = [...text.matchAll(/'\.\/(cluster\/[\w./-]+):/g)].map(([, path]) => path as string);
    const missing = mounted.filter((path) => !path.startsWith('cluster/certs/') && !existsSync(new URL(path, file)));
    expect([mounted.length > 5, missing]).toEqual([true, []]);
    const script = readFileSync(new URL('cluster/make-certificates.sh', file), 'utf8');
    for (const name of ['log-1', 'log-2', 'log-3', 'proxy']) expect(script).toContain(name);
  });
});
