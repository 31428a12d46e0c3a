import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loggerOf } from '../../apps/server/src/application.js';
import { Client, type Json } from './client.js';
import { Scenario } from './scenario.js';
import { startWorld, type World } from './world.js';

const lines: string[] = [];
let world: World;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld({ logger: loggerOf('trace', { write: (line) => void lines.push(line) }) });
  scenario = new Scenario(await Client.of(world));
});
afterAll(() => world.close());

/** The last line about a request. */
const lineOf = (correlationId: string): Json => JSON.parse(lines.findLast((line) => line.includes(correlationId)) ?? '{}');

describe('the log of the server', () => {
  it('has a line for each answer: who, what kind of address, how it went', async () => {
    const { headers } = await scenario.try('dana', 'fileIssue', {}, {}, { 'x-correlation-id': 'filing-0001' });
    expect(lineOf(headers.get('x-correlation-id') as string)).toMatchObject({
      method: 'POST',
      route: '/api/v1/issues',
      status: 201,
      actor: 'dana',
    });
    await scenario.client.get('dana', '/issues/unknown-issue?text=Mrs%20Secret', { 'x-correlation-id': 'reading-0001' });
    expect(lineOf('reading-0001')).toMatchObject({ route: '/api/v1/issues/:issue', status: 400, level: 30 });
  });

  it('holds no token, no address and nothing that people wrote', async () => {
    await scenario.try('dana', 'fileIssue', {}, { title: 'Mrs Secret was drunk', kind: 'Secret' });
    await scenario.client.get(null, '/me', { authorization: 'Bearer gvt_secret' });
    await scenario.give('ada', 'issueToken', { person: 'dana' });
    const text = lines.join('');
    expect(lines.length).toBeGreaterThan(3);
    for (const hidden of ['Secret', 'gvt_', 'uthorization', 'unknown-issue']) expect(text).not.toContain(hidden);
  });
});
