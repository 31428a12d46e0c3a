/** A sector is written whole or not at all; what spans several may be torn between them. */
const SECTOR = 512;

/** What a process did to the files of one folder, and what it told others meanwhile, in order. Paths are as seen from the folder, which is ''. */
export type DiskStep =
  | { readonly kind: 'create' | 'unlink' | 'sync'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'said'; readonly text: string };

/** A number from 0 up to `below`. */
export type Dice = (below: number) => number;

/** The same seed gives the same numbers in every run. */
export function diceOf(seed: number): Dice {
  let state = seed;
  return (below) => Math.floor(((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * below);
}

type Change = Extract<DiskStep, { kind: 'write' | 'truncate' }>;

interface File {
  /** What would be there for sure. */
  durable: Buffer;
  /** What was written since the last sync of the file. */
  pending: Change[];
}

/**
 * A disk that promises no more than POSIX: what was not synchronised may be there after a power loss or not, in any order, torn between
 * sectors; so may names that came or went since the last sync of the folder.
 */
export class Disk {
  readonly #live = new Map<string, File>();
  #durableNames: Map<string, File>;

  /** `files` stand in the folder from before, for sure. */
  constructor(files: ReadonlyMap<string, Buffer> = new Map()) {
    for (const [path, content] of files) this.#live.set(path, { durable: content, pending: [] });
    this.#durableNames = new Map(this.#live);
  }

  apply(step: Exclude<DiskStep, { kind: 'said' }>): void {
    switch (step.kind) {
      case 'create':
        if (!this.#live.has(step.path)) this.#live.set(step.path, { durable: Buffer.alloc(0), pending: [] });
        return;
      case 'unlink':
        this.#live.delete(step.path);
        return;
      case 'sync':
        if (this.#live.has(step.path)) this.#sync(step.path);
        else this.#syncNames(step.path);
        return;
      default:
        this.#file(step.path).pending.push(step);
    }
  }

  /** What stands in the folder when the power comes back, drawn by the dice. */
  afterPowerLoss(dice: Dice): ReadonlyMap<string, Buffer> {
    // Sometimes all of what was pending is lost, sometimes none of it, mostly some.
    const keep = [0, 1, 2, 3, 4][dice(5)] as number;
    const survives = (): boolean => dice(4) < keep;
    const left = new Map<string, Buffer>();
    for (const path of new Set([...this.#live.keys(), ...this.#durableNames.keys()])) {
      const [now, before] = [this.#live.get(path), this.#durableNames.get(path)];
      const file = now === before || survives() ? now : before;
      if (file === undefined) continue;
      let content: Buffer = Buffer.from(file.durable);
      for (const change of file.pending) content = changed(content, change, survives);
      left.set(path, content);
    }
    return left;
  }

  /** A folder that is synchronised has its names for sure; what they name may still be pending. */
  #syncNames(folder: string): void {
    const isIn = ([path]: readonly [string, File]): boolean => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === folder;
    this.#durableNames = new Map([...[...this.#durableNames].filter((entry) => !isIn(entry)), ...[...this.#live].filter(isIn)]);
  }

  #sync(path: string): void {
    const file = this.#file(path);
    for (const change of file.pending) file.durable = changed(file.durable, change, () => true);
    file.pending = [];
  }

  #file(path: string): File {
    const file = this.#live.get(path);
    if (file === undefined) throw new Error(`the trace writes to ${path}, which it never made`);
    return file;
  }
}

function changed(content: Buffer, change: Change, survives: () => boolean): Buffer {
  if (change.kind === 'truncate') return survives() ? resized(content, change.size) : content;
  const { offset, bytes } = change;
  let next = content;
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR - ((offset + from) % SECTOR));
    if (survives()) {
      if (next.length < offset + to) next = resized(next, offset + to);
      bytes.copy(next, offset + from, from, to);
    }
    from = to;
  }
  return next;
}

/** What lies between the old end and the new one is zeros. */
function resized(content: Buffer, size: number): Buffer {
  if (size <= content.length) return content.subarray(0, size);
  const next = Buffer.alloc(size);
  content.copy(next);
  return next;
}
