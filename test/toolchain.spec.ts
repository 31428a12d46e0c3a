import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

it('runs on the Node that the launcher chose', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

it.each(['./toolchain/worker.ts', './toolchain/worker.js'])('starts a worker thread from the sources: %s', async (path) => {
  const worker = new Worker(new URL(path, import.meta.url));
  const [message] = await once(worker, 'message');
  expect(message).toBe('hello worker function');
});

describe('the launcher', () => {
  /** A process that runs `script` through the launcher, as every npm script does. */
  const launch = (script: string) => {
    const runtime = new URL('../apps/launcher/runtime.mjs', import.meta.url).href;
    const code = `import(${JSON.stringify(runtime)}).then(async ({ runNode }) => { process.exitCode = await runNode(['-e', ${JSON.stringify(script)}]); });`;
    const launcher = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    return { launcher, closed: once(launcher, 'close'), output: launcher.stdout.setEncoding('utf8') };
  };
  const untilStopped =
    'setInterval(() => {}, 1000); process.on("SIGTERM", () => { console.log("stopped"); process.exit(7); }); console.log("up");';

  it('passes the exit code on', async () => {
    const { closed } = launch('process.exit(3)');
    expect((await closed)[0]).toBe(3);
  });

  it('passes a signal on, and waits for the child to end in its own way', async () => {
    const { launcher, closed, output } = launch(untilStopped);
    await once(output, 'data');
    launcher.kill('SIGTERM');
    expect((await closed)[0]).toBe(7);
  });

  it('leaves no child behind when it is killed', async () => {
    const { launcher, closed, output } = launch(untilStopped);
    await once(output, 'data');
    launcher.kill('SIGKILL');
    expect((await once(output, 'data'))[0]).toBe('stopped\n');
    await closed;
  });
});

it.each([
  [['--help'], 0, /Usage: gravitas/],
  [['help'], 0, /Usage: gravitas/],
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  [[], 2, /^$/],
])('answers gravitas %j itself', async (args, exitCode, answer) => {
  const bin = spawn(process.execPath, [pathOf('../apps/cli/gravitas.mjs'), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  bin.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = await once(bin, 'close');
  expect(code).toBe(exitCode);
  expect(output).toMatch(answer);
});
