/** A check came out badly; what it found is printed already. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** The command line names something that is not there or cannot be. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** One JSON document on standard output, or the text that a person reads. */
export function print(json: boolean, answer: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${text()}\n`);
}

const WIDTH = 30;

/** A bar on a terminal's standard error; nothing where there is no terminal. `share` is 0 to 1. */
export function progressBar(label: string): { show(share: number): void; end(): void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let shown = -1;
  return {
    show(share) {
      const percent = Math.floor(Math.min(1, share) * 100);
      if (percent === shown) return;
      shown = percent;
      const filled = Math.round((percent / 100) * WIDTH);
      stderr.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(percent).padStart(3)}%`);
    },
    end: () => stderr.write('\r\u001b[K'),
  };
}
