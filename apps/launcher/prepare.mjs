/** What every task needs first: dependencies installed, sources built. Silent when both are so already. */
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { LauncherError, root, runNode } from './runtime.mjs';
import { isBuilt } from './sources.mjs';

const say = (text) => process.stderr.write(`gravitas: ${text}\n`);

export async function install() {
  await ensureInstalled(say);
}

export async function installAndBuild() {
  await install();
  if (isBuilt()) return;
  say('building');
  const code = await runNode([join(root, 'apps/launcher/build.mjs')]);
  if (code !== 0) throw new LauncherError('the build failed; its reason stands above.');
}

/** Runs a task of the launcher: the exit code is the child's, an expected failure is one line. */
export async function exitWith(task) {
  try {
    process.exitCode = await task();
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
