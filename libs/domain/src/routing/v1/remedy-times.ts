/**
 * How long issues of a kind at a class of site took to be resolved at L1, in working minutes: a histogram whose bins are an eighth of an
 * octave wide (below 8 minutes one minute). Plain data.
 */
export interface RemedyTimes {
  readonly counts: number[];
  known: number;
}

const MOST_MINUTES = 0x7fff_ffff;

export function noRemedyTimes(): RemedyTimes {
  return { counts: [], known: 0 };
}

/** Counts a resolution; gives the bin, by which `forget` takes it back. */
export function learn(times: RemedyTimes, minutes: number): number {
  const bin = binOf(Math.min(minutes, MOST_MINUTES));
  while (times.counts.length <= bin) times.counts.push(0);
  (times.counts[bin] as number)++;
  times.known++;
  return bin;
}

/** Takes back a resolution that did not last. */
export function forget(times: RemedyTimes, bin: number): void {
  (times.counts[bin] as number)--;
  times.known--;
}

/** The most minutes of the bin that holds rank ⌈0.8 n⌉: four of five were done by then. Null: fewer than `enough` are known. */
export function remedyMinutes(times: RemedyTimes | undefined, enough: number): number | null {
  if (times === undefined || times.known === 0 || times.known < enough) return null;
  let rank = Math.ceil((times.known * 4) / 5);
  let bin = 0;
  while ((rank -= times.counts[bin] as number) > 0) bin++;
  return upperEdge(bin);
}

function binOf(minutes: number): number {
  if (minutes < 8) return minutes;
  const octave = 31 - Math.clz32(minutes);
  return (octave - 3) * 8 + (minutes >>> (octave - 3));
}

function upperEdge(bin: number): number {
  if (bin < 16) return bin;
  const octave = Math.floor(bin / 8) + 2;
  return (((bin % 8) + 9) * 2 ** (octave - 3)) - 1; // prettier-ignore
}
