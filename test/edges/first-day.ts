import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintToken, newId, systemClaim, type Engine } from '#application';
import { DEMO_SEED, demoTokens, installDemo } from '#connect';
import { openLogAndVault } from '../../apps/server/src/adapters.js';
import { loggerOf } from '../../apps/server/src/application.js';
import { startServer, type Server } from '../../apps/server/src/server.js';
import type { Json } from '../e2e/client.js';
import { operationsOf } from './api.js';
import { attack, type Attack, type Ground } from './bad-input.js';
import { requestOf, type Twin } from './mutation.js';
import { sendRaw } from './raw-request.js';

/** The few routes that the plays cannot show: of a log on its first day, and of a demonstration. */
export async function attackFirstDays(how: Attack): Promise<void> {
  await onServer(null, async (server) => {
    const authorization = `Bearer ${await administratorIn(server.node.engine)}`;
    await attackOne(server, 'setUpOrganisation', authorization, how);
  });
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-edges-'));
  const [workshop, into] = [await openLogAndVault({ folder: null }), await openLogAndVault({ folder })];
  await installDemo({ workshop, into, seed: DEMO_SEED, volumePercent: 1 });
  await Promise.all([workshop.close(), into.close()]);
  await onServer(folder, async (server) => {
    const authorization = `Bearer ${demoTokens(DEMO_SEED)[0]?.text ?? ''}`;
    for (const id of ['demoClock', 'advanceDemoClock']) await attackOne(server, id, authorization, how);
  });
  rmSync(folder, { recursive: true });
}

async function onServer(folder: string | null, use: (server: Server) => Promise<void>): Promise<void> {
  const server = await startServer({ folder }, { host: '127.0.0.1', port: 0 }, loggerOf('silent'));
  await use(server).finally(() => server.close());
}

async function attackOne({ url, node }: Server, id: string, authorization: string, how: Attack): Promise<void> {
  const document: Json = (await sendRaw(url, { method: 'GET', path: '/api/openapi.json', headers: {} })).body;
  const operation = operationsOf(document).find((one) => one.id === id);
  if (operation === undefined) throw new Error(`there is no operation ${id}`);
  const twin: Twin = { operation, params: {}, query: {}, body: operation.example, headers: { authorization } };
  const ground: Ground = { url, head: async () => (await node.store.head())?.index ?? -1 };
  await node.engine.rest();
  await attack(ground, twin, how);
  const { status, body } = await sendRaw(url, requestOf(twin));
  if (status >= 300) throw new Error(`${id} itself is answered with ${status}: ${JSON.stringify(body)}`);
}

async function administratorIn(engine: Engine): Promise<string> {
  type Command = Parameters<typeof engine.handle<'person'>>[1]['command'];
  const give = (command: Command) => engine.handle('person', { id: null, command, claim: systemClaim('operator'), identity: null });
  const person = 'ada';
  const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
  await give({ type: 'RegisterPerson', person, name: 'Ada', title: 'Ada', level: null, reportsTo: null, attention, calendar: null });
  await give({ type: 'GiveRole', person, role: 'administrator', scope: {} });
  const { text, tokenId, secretHash } = mintToken(person, newId);
  await give({ type: 'IssueToken', person, tokenId, secretHash, roles: null, until: null, label: 'test' });
  return text;
}
