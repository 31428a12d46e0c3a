/** POST /issues, durable on SQLite, from 64 connections, against the same Nest + Fastify route that validates and stores nothing. */
import { loadClient, startDemoServer, started } from './http-parties.mjs';

const CONNECTIONS = 64;
const REQUESTS = 4_000;

export const benches = [
  {
    name: 'POST /issues durable, 64 connections',
    target: '≥ 50% of a Nest + Fastify route that stores nothing; 0 errors',
    better: 'more',
    goal: 0.5,
    unit: 'requests a second',
    setUp: async () => {
      const ours = await startDemoServer();
      const bare = await started('baseline/nest-route.mjs');
      const client = loadClient();
      const load = ({ url }) => client.load({ url, connections: CONNECTIONS, requests: REQUESTS });
      return {
        baseline: () => load(bare),
        measured: () => load(ours),
        tearDown: async () => {
          await Promise.all([ours.stop(), bare.stop(), client.stop()]);
        },
      };
    },
  },
];
