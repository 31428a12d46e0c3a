/** Installs the dependencies when, and only when, they are not those of package-lock.json. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { LauncherError, exitOf, root } from './runtime.mjs';

const lockFile = `${root}package-lock.json`;
const stampFile = `${root}node_modules/.gravitas-installed`;
const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** Whether what stands in node_modules, as npm itself noted it, is what the lock asks for. */
function isInstalledByHand(lock) {
  const noted = readIfThere(`${root}node_modules/.package-lock.json`);
  if (!noted) return false;
  const present = JSON.parse(noted).packages;
  const wanted = Object.entries(JSON.parse(lock).packages).filter(([path]) => path !== '');
  return wanted.every(([path, entry]) => (present[path] ? present[path].integrity === entry.integrity : entry.optional || entry.peer));
}

/** @param {(stage: string) => void} say told only when there is something to do */
export async function ensureInstalled(say) {
  const lock = readFileSync(lockFile, 'utf8');
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
  if (readIfThere(stampFile) === stamp) return;
  if (!isInstalledByHand(lock)) {
    say('installing dependencies (once; about a minute)');
    await npmInstall(say);
  }
  writeFileSync(stampFile, stamp);
}

async function npmInstall(say) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const pulse = setInterval(() => say(`  still installing, ${seconds()} s`), 10_000);
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? spawn(process.execPath, [process.env.npm_execpath, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    : spawn('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  const code = await exitOf(npm).finally(() => clearInterval(pulse));
  if (code !== 0) throw new LauncherError(`npm ci failed with exit code ${code}; its reason stands above.`);
  say(`installed in ${seconds()} s`);
}
