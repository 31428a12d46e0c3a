import { spawnSync } from 'node:child_process';

/** Every system call with which a log is written, synchronised or cut. */
export const CALLS = ['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'fsync', 'fdatasync', 'ftruncate', 'fallocate'] as const;

/** strace cannot be started: without it these suites prove nothing, so they fail. */
export function requireStrace(): void {
  const { status, error } = spawnSync('strace', ['-V']);
  if (status !== 0) throw new Error(`these suites need strace (Debian's package of that name): ${error?.message ?? 'it did not start'}`);
}

/** The files that the log of `file` consists of. */
const filesOf = (file: string): readonly string[] =>
  ['', '-wal', '-journal', '-shm', '.lock', '.lock-journal'].map((end) => `${file}${end}`);

/**
 * A command that takes a command: traces `calls` on the log's files into `trace`; `inject` is strace's own expression. strace sends an
 * injected signal only when it stops at every call, which is slower.
 */
export function strace(trace: string, file: string, calls: readonly string[], inject?: string): readonly string[] {
  const paths = filesOf(file).flatMap((path) => ['-P', path]);
  const quick = inject?.includes('signal=') ? [] : ['--seccomp-bpf'];
  return ['strace', '-f', ...quick, '-o', trace, '-e', `trace=${calls.join()}`, ...(inject ? ['-e', `inject=${inject}`] : []), ...paths];
}
