/**
 * Freezes a data folder of a release: `node test/upgrade/make.mjs 0.1.0` after a build, with Node 24. A history is imported, a person gets
 * a token, and files an issue over HTTP with an Idempotency-Key; what was answered is frozen beside it. Made once a release and never
 * again: every later version must open it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const release = process.argv[2];
if (release === undefined) throw new Error('which release?');
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gravitas-frozen-'));
const data = join(folder, 'data');
const built = (app) => join(root, `dist/apps/${app}/src/main.js`);
const gravitas = (...args) =>
  JSON.parse(execFileSync(process.execPath, [built('cli'), ...args, '--data', data, '--json'], { cwd: folder }));

/** Lamps that come late: the example of docs/import.md, made longer. */
function lamps() {
  const guide = readFileSync(join(root, 'docs/import.md'), 'utf8');
  writeFileSync(join(folder, 'mapping.json'), /```json mapping\n([\s\S]*?)```/.exec(guide)[1]);
  const day = (millis) => new Date(millis).toISOString().slice(0, 10);
  const rows = Array.from({ length: 60 }, (_, n) => {
    const due = Date.UTC(2010, 1, 4 + n * 3);
    const came = due + (((n * 7) % 23) - 4) * 86_400_000;
    const [town, maker, way] = [['Lyon', 'Ajaccio'][n % 2], ['Acme', 'Best'][(n >> 1) % 2], ['road', 'sea'][n % 2]];
    const [count, value] = [5 + ((n * 13) % 90), ((n * 7919) % 90_000) + 100];
    return [
      n + 1,
      `O-${Math.ceil((n + 1) / 3)}`,
      `N-${n}`,
      town,
      maker,
      way,
      day(due),
      day(came),
      count,
      value,
      (n * 31) % 900,
      'Lamps',
    ].join();
  });
  writeFileSync(join(folder, 'lamps.csv'), `Id,Order,Notice,Town,Maker,Way,Due,Came,Count,Value,Freight,What\n${rows.join('\n')}\n`);
}

const ISSUE = {
  programme: 'lamps',
  kind: 'late',
  title: 'Forty lamps stand at the harbour of Ajaccio',
  units: 40,
  neededBy: new Date(Date.now() + 40 * 86_400_000).toISOString(),
  ask: {
    action: 'spend',
    spend: { minor: 120_000, currency: 'USD' },
    recommendation: 'Send them by air',
    alternative: 'Wait for the ship',
  },
};
const KEY = 'frozen-folder-1';

/** Files an issue on a server of the release; resolves to what it answered, once it is routed. */
async function file(token) {
  const env = { ...process.env, GRAVITAS_DATA: data, GRAVITAS_PORT: '0', GRAVITAS_LOG_LEVEL: 'error' };
  const server = spawn(process.execPath, [built('server')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /ready at (http\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': KEY };
    const answer = await fetch(`${url}/api/v1/issues`, {
      method: 'POST',
      headers: { ...headers, prefer: 'wait=10' },
      body: JSON.stringify(ISSUE),
    });
    const { id, events } = await answer.json();
    server.kill('SIGTERM');
    await once(server, 'exit');
    return { key: KEY, body: ISSUE, id, event: events[0].id };
  }
}

lamps();
gravitas('import', 'lamps.csv', '--mapping', 'mapping.json', '--history');
const { token } = gravitas('token', 'create', '--person', 'otto', '--name', 'Otto Braun', '--level', '1', '--role', 'manager', 'auditor');
const filed = await file(token);
const { routesDiffering, events } = gravitas('replay');
if (routesDiffering !== 0) throw new Error('the release does not replay its own log');
const { log } = JSON.parse(execFileSync(process.execPath, [built('cli'), 'backup', join(folder, 'backup'), '--data', data, '--json']));

const frozen = new URL(`data-${release}/`, import.meta.url);
mkdirSync(frozen);
for (const name of ['events.sqlite', 'vault.sqlite', 'secret'])
  writeFileSync(new URL(`${name}.gz`, frozen), gzipSync(readFileSync(join(data, name)), { level: 9 }), { flag: 'wx' });
writeFileSync(new URL('stated.json', frozen), `${JSON.stringify({ log, token, filed }, null, 2)}\n`, { flag: 'wx' });
rmSync(folder, { recursive: true });
console.log(`${events} events`);
