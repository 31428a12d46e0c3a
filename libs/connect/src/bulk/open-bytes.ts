import type { CsvRow } from '../import/csv-rows.js';
import { recognise, rowsIn } from '../import/csv-file.js';

/** Gives the rows of a file that is in memory, from the start each time. @throws FileEmpty, FileUnreadable */
export async function openBytes(bytes: Buffer): Promise<() => AsyncGenerator<CsvRow>> {
  const recognised = await recognise([bytes], {});
  return () => rowsIn([bytes.subarray(recognised.markBytes)], recognised);
}
