import type { ReadableLog } from '#event-store';

/** What can be done with the file of a log, by the store that writes it. */
export interface LogFiles {
  /** Beside whoever writes it. */
  open(file: string): ReadableLog;
  /** What is wrong with a file that nobody writes to; empty if nothing is. */
  damage(file: string): readonly string[];
}
