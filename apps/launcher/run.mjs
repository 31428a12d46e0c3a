/** Every npm script goes through here: `node apps/launcher/run.mjs TASK [ARGUMENTS]`. Needs Node 20 and npm, nothing installed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.mjs';
import { dev } from './dev.mjs';
import { exitWith, install, installAndBuild } from './prepare.mjs';
import { LauncherError, root, runNode } from './runtime.mjs';

const [task, ...args] = process.argv.slice(2);
const at = (path) => join(root, path);
const module = (path) => at(`node_modules/${path}`);
const serverMain = 'dist/apps/server/src/main.js';

/** Jest on native ESM; worker threads started by a spec run from the sources. */
const jest = (jestArgs, env = process.env) =>
  runNode(
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      '--import',
      new URL('ts-sources.mjs', import.meta.url).href,
      module('jest/bin/jest.js'),
      '--config',
      at('.config/jest.config.mjs'),
      ...jestArgs,
    ],
    { env, cwd: root },
  );

const tasks = {
  async start() {
    await installAndBuild();
    return runNode(['--enable-source-maps', at(serverMain), ...args]);
  },
  async test() {
    await installAndBuild();
    return jest(args);
  },
  async 'test:long'() {
    await installAndBuild();
    return jest(['--passWithNoTests', ...args], { ...process.env, GRAVITAS_TEST_LONG: '1' });
  },
  async dev() {
    await installAndBuild();
    return dev(['--enable-source-maps', at(serverMain), ...args]);
  },
  async build() {
    await installAndBuild();
    return 0;
  },
  async check() {
    await install();
    return check(args);
  },
  async typecheck() {
    await install();
    return check(['types']);
  },
  async lint() {
    await install();
    return check(['lint']);
  },
  async format() {
    await install();
    return runNode([module('prettier/bin/prettier.cjs'), '--write', '--log-level=warn', ...(args.length > 0 ? args : ['.'])], {
      cwd: root,
    });
  },
  async unused() {
    await install();
    return runNode([module('knip/bin/knip.js'), '--config', at('.config/knip.json'), ...args], { cwd: root });
  },
  async bench() {
    await installAndBuild();
    if (!existsSync(at('bench/run.mjs'))) throw new LauncherError('there is no bench/run.mjs yet.');
    return runNode([at('bench/run.mjs'), ...args], { cwd: root });
  },
  async hooks() {
    await install();
    return runNode([module('lefthook/bin/index.js'), 'install'], { cwd: root });
  },
};

if (!Object.hasOwn(tasks, task ?? '')) {
  process.stderr.write(`usage: node apps/launcher/run.mjs ${Object.keys(tasks).join('|')}\n`);
  process.exitCode = 2;
} else {
  await exitWith(tasks[task]);
}
