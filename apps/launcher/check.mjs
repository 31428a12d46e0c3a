/** Types, lint, architecture, format and lock at once; a failing part shows its whole output. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitOf, nodePath, root } from './runtime.mjs';

const module = (path) => join(root, 'node_modules', path);
const cache = module('.cache');

const parts = {
  types: [
    module('typescript-native/bin/tsc'),
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    join(cache, 'types.tsbuildinfo'),
    '-p',
    'tsconfig.json',
  ],
  lint: [
    module('eslint/bin/eslint.js'),
    '--config',
    '.config/eslint.config.mjs',
    '--cache',
    '--cache-location',
    join(cache, 'eslint/'),
    '--max-warnings=0',
    '.',
  ],
  cycles: [module('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', '.config/dependency-cruiser.mjs', 'apps', 'libs', 'test'],
  architecture: [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    module('jest/bin/jest.js'),
    '--config',
    '.config/jest.config.mjs',
    '--silent',
    'test/architecture',
  ],
  format: [
    module('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-location',
    join(cache, 'prettier/checked'),
    '.',
  ],
  lock: ['apps/launcher/check-lock.mjs'],
};

async function runPart(name) {
  const startedAt = performance.now();
  const child = spawn(nodePath(), parts[name], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const code = await exitOf(child);
  await closed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n${code === 0 ? '' : `${output}\n`}`);
  return code;
}

/** @param {string[]} names the parts wanted; none means all. Two at a time, the slow ones first. Resolves to 0 or 1. */
export async function check(names) {
  mkdirSync(cache, { recursive: true });
  const queue = names.length > 0 ? [...names] : ['lint', 'types', 'architecture', 'format', 'cycles', 'lock'];
  const codes = [];
  const work = async () => {
    for (let name; (name = queue.shift());) codes.push(await runPart(name));
  };
  await Promise.all([work(), work()]);
  return codes.every((code) => code === 0) ? 0 : 1;
}
