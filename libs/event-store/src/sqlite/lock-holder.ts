import { existsSync, readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Who has a log open to write it: a process by its number, somebody whom this machine does not tell, or nobody. */
export type LockHolder = { readonly held: false } | { readonly held: true; readonly pid: number | null };

/** Looks at the lock of a log without taking it. */
export function lockHolderOf(file: string): LockHolder {
  const lock = `${file}.lock`;
  if (!existsSync(lock) || !isHeld(lock)) return { held: false };
  return { held: true, pid: pidOf(lock) };
}

function isHeld(lock: string): boolean {
  const db = new Database(lock, { readonly: true, timeout: 0 });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return true;
    throw error;
  } finally {
    db.close();
  }
}

/** Linux tells in a table who holds which lock: `1: POSIX ADVISORY WRITE 4711 08:01:131 …`, the inode last of the three. */
function pidOf(lock: string): number | null {
  try {
    const inode = String(statSync(lock).ino);
    const line = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map((text) => text.trim().split(/\s+/))
      .find((parts) => parts[5]?.split(':')[2] === inode);
    const pid = Number(line?.[4]);
    return pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
