import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DiskStep } from './disk.js';

const CALLS = 'openat,unlink,unlinkat,rename,renameat,renameat2,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,ftruncate,fallocate';
/** Text in a trace with every byte as \xNN. */
const TEXT = '"((?:\\\\x[0-9a-f]{2})*)"';
const FD = '\\d+<((?:\\\\x[0-9a-f]{2})*)>';

/** A command that takes a command: traces all that is written, with the bytes. What it starts has the process id of the command. */
export const traceWrites = (trace: string): readonly string[] => [
  'strace',
  '-D',
  '-f',
  '--seccomp-bpf',
  '-y',
  '-xx',
  '-s',
  '10000000',
  '-o',
  trace,
  '-e',
  `trace=${CALLS}`,
];

/**
 * Reads a trace. Writes count when they begin, syncs when they have ended. `-shm` files are left out: no process that could have shared
 * one lives after a power loss; so are lock files.
 * @throws Error if a call on the folder's files is one that this does not understand
 */
export async function* stepsIn(trace: string, folder: string): AsyncGenerator<DiskStep> {
  const nameOf = (hex: string | undefined): string | null => {
    const path = bytesOf(hex ?? '').toString();
    if (path === folder) return '';
    if (!path.startsWith(`${folder}/`) || /-shm$|\.lock(-journal)?$/.test(path)) return null;
    return path.slice(folder.length + 1);
  };
  const begun = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>/.test(rest);
    const isUnfinished = rest.endsWith('<unfinished ...>');
    const call = resumed ? `${begun.get(thread) ?? ''}${rest}` : rest;
    if (isUnfinished) begun.set(thread, rest);
    if (call.includes(' = -1 E')) continue;
    const isAtItsEnd = /^(fsync|fdatasync|unlink|openat|ftruncate)/.test(call);
    if (isAtItsEnd ? isUnfinished : resumed) continue;
    const step = stepOf(call, nameOf);
    if (step !== null) yield step;
  }
}

function stepOf(call: string, nameOf: (hex: string | undefined) => string | null): DiskStep | null {
  const name = /^\w+/.exec(call)?.[0];
  switch (name) {
    case 'openat': {
      const [, path, flags = ''] = new RegExp(`^openat\\([^,]*, ${TEXT}, ([A-Z_|]+)`).exec(call) ?? [];
      const created = flags.includes('O_CREAT') ? nameOf(path) : null;
      return created === null ? null : { kind: 'create', path: created };
    }
    case 'unlink': {
      const path = nameOf(new RegExp(`^unlink\\(${TEXT}`).exec(call)?.[1]);
      return path === null ? null : { kind: 'unlink', path };
    }
    case 'fsync':
    case 'fdatasync': {
      const path = nameOf(new RegExp(`^\\w+\\(${FD}`).exec(call)?.[1]);
      return path === null ? null : { kind: 'sync', path };
    }
    case 'ftruncate': {
      const [, hex, size] = new RegExp(`^ftruncate\\(${FD}, (\\d+)`).exec(call) ?? [];
      const path = nameOf(hex);
      return path === null ? null : { kind: 'truncate', path, size: Number(size) };
    }
    case 'pwrite64': {
      const [, hex, text, offset] = new RegExp(`^pwrite64\\(${FD}, ${TEXT}, \\d+, (\\d+)`).exec(call) ?? [];
      const path = nameOf(hex);
      return path === null ? null : { kind: 'write', path, offset: Number(offset), bytes: bytesOf(text ?? '') };
    }
    case 'write':
    case 'writev': {
      const to = new RegExp(`^\\w+\\(${FD}`).exec(call)?.[1];
      if (nameOf(to) !== null) throw new Error(`not understood: ${call.slice(0, 200)}`);
      const target = bytesOf(to ?? '').toString();
      if (!/^(pipe|socket|TCP|\/dev)/.test(target)) return null;
      return { kind: 'said', text: [...call.matchAll(new RegExp(TEXT, 'g'))].map(([, text]) => bytesOf(text ?? '').toString()).join('') };
    }
    default: {
      const hexes = [...call.matchAll(/(?:\\x[0-9a-f]{2})+/g)].map(([hex]) => hex);
      if (hexes.some((hex) => (nameOf(hex) ?? '') !== '')) throw new Error(`not understood: ${call.slice(0, 200)}`);
      return null;
    }
  }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
