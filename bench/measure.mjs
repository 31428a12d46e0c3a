/**
 * A bench compares two ways of doing the same work in one run: `baseline` (the driver alone, in bench/baseline/) and `measured` (ours).
 * Both answer a figure for one round (a rate, or seconds); they alternate, because machines drift. Never asserted in a test.
 */
export const ROUNDS = 5;

/**
 * @param {{ name: string, target: string, better: 'more' | 'less', unit: string, goal: number, rounds?: number,
 *   setUp: () => Promise<{ baseline: (() => Promise<number>) | null, measured: () => Promise<number>, tearDown?: () => Promise<void> }> }} bench
 * `goal`: the ratio measured ÷ baseline that the target asks for; without a baseline, the figure itself.
 */
export async function measure(bench) {
  const { baseline, measured, tearDown } = await bench.setUp();
  const figures = { baseline: [], measured: [] };
  try {
    await baseline?.();
    await measured();
    for (let round = 0; round < (bench.rounds ?? ROUNDS); round++) {
      if (baseline) figures.baseline.push(await baseline());
      figures.measured.push(await measured());
    }
  } finally {
    await tearDown?.();
  }
  const ratio = median(figures.measured) / (baseline ? median(figures.baseline) : 1);
  const spread = Math.max(spreadOf(figures.measured), baseline ? spreadOf(figures.baseline) : 0);
  const met = bench.better === 'more' ? ratio >= bench.goal : ratio <= bench.goal;
  return {
    name: bench.name,
    ratio: round3(ratio),
    spread: round3(spread),
    target: bench.target,
    met,
    raw: { unit: bench.unit, ...figures },
  };
}

/** Half the distance between the quartiles, as a share of the median: over 0.2 there is no result. */
function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round((sorted.length - 1) * share)];
  return (at(0.75) - at(0.25)) / 2 / median(values);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Seconds that the work took. */
export async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/**
 * Seconds of processor time that the work took of this process, its helping threads included: for work of one core, which others on the
 * machine would else seem to make slower.
 */
export async function coreSeconds(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const round3 = (value) => Number(value.toPrecision(4));
