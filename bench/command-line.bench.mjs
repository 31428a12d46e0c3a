/** The bin itself: what `gravitas --help` costs beyond starting Node. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { seconds } from './measure.mjs';

const bin = fileURLToPath(new URL('../apps/cli/gravitas.mjs', import.meta.url));
const TIMES = 10;

const run =
  (...args) =>
  () =>
    seconds(() => {
      for (let n = 0; n < TIMES; n++) execFileSync(process.execPath, args, { stdio: 'ignore' });
    });

export const benches = [
  {
    name: 'gravitas --help',
    target: '≤ 3 × node -e 0',
    better: 'less',
    goal: 3,
    unit: `seconds for ${TIMES}`,
    setUp: async () => ({ baseline: run('-e', '0'), measured: run(bin, '--help') }),
  },
];
