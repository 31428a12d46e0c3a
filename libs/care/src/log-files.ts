import type { ReadableLog } from '#event-store';

/** What can be done with the file of a log, by the store that writes it. */
export interface LogFiles {
  /** Beside whoever writes it. */
  open(file: string): ReadableLog;
  /** As the log stands at one moment, durable on return. */
  copy(from: string, to: string): void;
  /** What is wrong with a file that nobody writes to; empty if nothing is. */
  damage(file: string): readonly string[];
}
