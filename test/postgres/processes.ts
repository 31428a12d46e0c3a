import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AS_MANY_AS_COME } from '../faults/real-server.js';

const server = fileURLToPath(new URL('../../dist/apps/server/src/main.js', import.meta.url));

/** A server process, from what was built. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #said: string[] = [];
  #heard = Promise.withResolvers<void>();
  #url = '';

  private constructor(env: Readonly<Record<string, string>>) {
    const all = { ...process.env, GRAVITAS_PORT: '0', GRAVITAS_LOG_LEVEL: 'error', ...AS_MANY_AS_COME, NODE_OPTIONS: '', ...env };
    this.#child = spawn(process.execPath, [server], { env: all, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr] as const)
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    this.#child.once('exit', () => this.#hear('(gone)'));
  }

  /** Resolves when it says that it is ready. */
  static async start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const started = new ServerProcess(env);
    await started.saying(/ready at (http:\S+)/);
    return started;
  }

  get url(): string {
    return this.#url;
  }

  /** What it has written so far. */
  get said(): readonly string[] {
    return this.#said;
  }

  /** Resolves when it says something like this, after what it had said before. @throws it is gone first */
  async saying(pattern: RegExp, after = 0): Promise<void> {
    for (;;) {
      const heard = this.#said.slice(after);
      if (heard.some((line) => pattern.test(line))) return;
      if (heard.includes('(gone)')) throw new Error(`the server is gone: ${this.#said.join('\n')}`);
      await this.#heard.promise;
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Resolves to the code with which it ends. */
  async stop(name: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.signal(name);
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }

  #hear(line: string): void {
    this.#said.push(line);
    this.#url = /ready at (http:\S+)/.exec(line)?.[1] ?? this.#url;
    this.#heard.resolve();
    this.#heard = Promise.withResolvers();
  }
}
