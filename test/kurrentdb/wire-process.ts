import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const script = new URL('./wire-server/main.ts', import.meta.url).pathname;

/** A wire server in a process of its own, on a file. */
export interface WireProcess {
  readonly url: string;
  killHard(): Promise<void>;
}

/** Starts it, on the port of `before` if there was one. */
export async function startWireProcess(file: string, before?: WireProcess): Promise<WireProcess> {
  const port = before === undefined ? '0' : new URL(before.url).port;
  const child = spawn(process.execPath, [...process.execArgv, script, file, port], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening at (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    const killHard = async (): Promise<void> => {
      child.kill('SIGKILL');
      await exited;
    };
    return { url, killHard };
  }
  throw new Error('the wire server did not start');
}
