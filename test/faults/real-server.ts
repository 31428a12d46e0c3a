import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What the product is built to, with the Node that runs this test. */
const built = (path: string): string => `${root}dist/${path}`;

/** Loads are not held to a rate. */
export const AS_MANY_AS_COME = { GRAVITAS_RATE_PER_TOKEN: '0', GRAVITAS_RATE_PER_ADDRESS: '0' };

/** A server process on a data folder, from what was built. */
export interface RealServer {
  readonly url: string;
  /** Ends at once, without any chance to tidy up. */
  killHard(): Promise<void>;
  /** Asks it to stop, and waits. */
  stop(): Promise<number | null>;
}

/** Starts the built server on a free port behind `wrap` (a command that takes a command), and resolves when it says that it is ready. */
export async function startRealServer(folder: string, wrap: readonly string[] = []): Promise<RealServer> {
  const env = {
    ...process.env,
    GRAVITAS_DATA: folder,
    GRAVITAS_PORT: '0',
    GRAVITAS_LOG_LEVEL: 'error',
    ...AS_MANY_AS_COME,
    NODE_OPTIONS: '',
  };
  const command = [...wrap, process.execPath, built('apps/server/src/main.js')];
  const child = spawn(command[0] as string, command.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready at (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    return { url, killHard: () => end(child, 'SIGKILL').then(() => undefined), stop: () => end(child, 'SIGTERM') };
  }
  throw new Error(`the server did not start: ${Buffer.concat(errors).toString()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return child.exitCode;
}

/** Runs `gravitas …` from what was built; resolves to its exit code and output. */
export async function gravitas(
  { env = {} }: { readonly env?: Readonly<Record<string, string>> },
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [built('apps/cli/src/main.js'), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  await once(child, 'close');
  return { code: child.exitCode, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}
