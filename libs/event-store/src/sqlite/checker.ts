/** A process that reads the whole log once, so that a check of a large file holds up neither appends nor the main loop. */
import { checkFile, type CheckResult } from './log-check.js';

function problemsOf(file: string): CheckResult {
  try {
    return checkFile(file);
  } catch (error) {
    return [(error as Error).message];
  }
}

// Started by sqlite-event-store.ts alone, with a channel to answer on.
process.send?.(problemsOf(process.argv[2] as string), () => process.disconnect());
