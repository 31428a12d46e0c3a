#!/usr/bin/env node
import { help } from './help.mjs';

const root = new URL('../../', import.meta.url);
const first = process.argv[2];

if (first === undefined) {
  process.stderr.write(help);
  process.exitCode = 2;
} else if (first === '--help' || first === '-h' || (first === 'help' && process.argv.length === 3)) {
  process.stdout.write(help);
} else if (first === '--version') {
  const { readFileSync } = await import('node:fs');
  process.stdout.write(`${JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).version}\n`);
} else {
  const { fileURLToPath } = await import('node:url');
  const { exitWith, installAndBuild } = await import('../launcher/prepare.mjs');
  const { runNode } = await import('../launcher/runtime.mjs');
  const app = first === 'start' ? 'server' : 'cli';
  const main = fileURLToPath(new URL(`dist/apps/${app}/src/main.js`, root));
  await exitWith(async () => {
    await installAndBuild();
    return runNode(['--enable-source-maps', main, ...process.argv.slice(first === 'start' ? 3 : 2)]);
  });
}
