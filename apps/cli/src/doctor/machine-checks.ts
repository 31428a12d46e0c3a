import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from '#care';
import { fail, ok, warn, type Finding } from './finding.js';

const NODE_WANTED = 24;
const MIB = 1024 * 1024;
/** Less than this, and an append may soon be refused. */
const LEAST_FREE = 256 * MIB;
const COMFORTABLE = 1024 * MIB;

export function nodeVersion(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const says = `Node ${process.versions.node}`;
  return major >= NODE_WANTED ? ok('node', says) : fail('node', says, `run it with Node ${NODE_WANTED} or newer`);
}

/** Whoever reads the vault reads every text; whoever reads the secret can guess names that the log only holds as hashes. */
export function permissions(folder: string): readonly Finding[] {
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  if ((statSync(folder).mode & 0o077) === 0) return [ok('permissions', 'the folder is open to its owner alone')];
  const files = filesOf(folder);
  const open = (['secret', 'vault'] as const).filter((what) => existsSync(files[what]) && (statSync(files[what]).mode & 0o077) !== 0);
  const todo = `chmod 700 ${folder}`;
  if (open.length > 0)
    return [fail('permissions', `other users of the machine can reach the folder, and read its ${open.join(' and ')}`, todo)];
  return [warn('permissions', 'other users of the machine can reach the folder', todo)];
}

export function freeDisk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const { log } = filesOf(folder);
  const needed = Math.max(COMFORTABLE, existsSync(log) ? statSync(log).size : 0);
  const says = `${Math.floor(free / MIB)} MiB free`;
  if (free < LEAST_FREE) return fail('disk', says, 'make room: appends are refused when there is none');
  if (free < needed) return warn('disk', says, `make room: a backup on this disk needs ${Math.ceil(needed / MIB)} MiB`);
  return ok('disk', says);
}

/** Whether the server would start with this environment: it is asked itself. */
export function configuration(): Finding {
  const check = join(fileURLToPath(new URL('../../../../', import.meta.url)), 'apps/server/src/check-config.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [check], { encoding: 'utf8' });
  if (status === 0) return ok('configuration', stdout.trim());
  return fail('configuration', stderr.trim().split('\n').at(-1) ?? 'the server does not start', 'mend the variable of the environment');
}
