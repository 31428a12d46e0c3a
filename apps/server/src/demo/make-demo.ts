import { renameSync } from 'node:fs';
import { openLogAndVault } from '../adapters.js';

/**
 * Makes the demonstration in a folder that is not there yet. It is made beside it and moved when it is whole; broken off, it goes on
 * where it stopped.
 */
export async function makeDemo(folder: string, progress: (done: number, of: number) => void): Promise<void> {
  const { DEMO_SEED, installDemo } = await import('#connect');
  const unfinished = `${folder}.unfinished`;
  const workshop = await openLogAndVault({ folder: null });
  const into = await openLogAndVault({ folder: unfinished });
  try {
    await installDemo({ workshop, into, seed: DEMO_SEED, progress });
  } finally {
    await into.close();
    await workshop.close();
  }
  renameSync(unfinished, folder);
}
