import { expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { EventSource } from '../e2e/event-source.js';
import { startWorld } from '../e2e/world.js';
import { Client } from '../e2e/client.js';
import { Scenario } from '../e2e/scenario.js';

const READING = 200;
const STALLED = 20;
const TOKENS = ['dana', 'mia', 'omar', 'lee', 'lou', 'kim', 'ada', 'ben', 'aud'] as const;

/** How long it takes is printed, not judged: what is judged is that each reader was told before its stream ended. */
it('a server with many open streams stops, and everybody who listens is told', async () => {
  const world = await startWorld();
  const at = `${world.url}/api/v1/stream?after=0`;
  const bearer = (n: number) => `Bearer ${world.tokens[TOKENS[n % TOKENS.length] ?? 'aud']}`;
  const streams = await Promise.all(Array.from({ length: READING }, (_, n) => EventSource.open(at, { authorization: bearer(n) })));
  const stalled = Array.from({ length: STALLED }, (_, n) => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1').on('error', () => undefined);
    socket.write(`GET /api/v1/stream?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer(n)}\r\n\r\n`);
    return socket.pause();
  });
  const scenario = new Scenario(await Client.of(world));
  for (let n = 0; n < 5; n++) await scenario.give('dana', 'fileIssue');
  await world.node.engine.rest();
  const began = performance.now();
  await world.close();
  const took = performance.now() - began;
  await Promise.all(streams.map((stream) => stream.end()));
  expect(streams.map(({ events }) => events.at(-1)?.data)).toEqual(Array.from({ length: READING }, () => ({ reason: 'shutting-down' })));
  stalled.forEach((socket) => socket.destroy());
  process.stdout.write(`a server with ${READING} streams that read and ${STALLED} that do not stopped in ${Math.round(took)} ms\n`);
});
