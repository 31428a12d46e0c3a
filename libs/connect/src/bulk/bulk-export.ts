import type { Rehearsal } from '#application';
import type { BulkKind, Unseal, Values, Where } from './bulk-kind.js';
import { csvLine, guarded } from './guarded-cell.js';

/** Things read at once. */
const AT_ONCE = 64;

/**
 * The lines of a file that says what stands: brought in again, it changes nothing. Those who are gone are left out, and what is not there.
 * @param keys of the things, in the order of the lines
 */
export async function* exportLines(
  kind: BulkKind,
  keys: AsyncIterable<string>,
  { log, unseal, where }: { readonly log: Pick<Rehearsal, 'readStream'>; readonly unseal: Unseal; readonly where: Where },
): AsyncGenerator<string> {
  yield csvLine([kind.key, ...Object.keys(kind.columns)]);
  let batch: string[] = [];
  const lines = async (): Promise<string> => {
    const valuesOf = async (key: string) => kind.valuesOf(await log.readStream(kind.prefix + kind.idOf(key, where)), unseal);
    const all = await Promise.all(batch.map(valuesOf));
    const written = all.flatMap((values, n) => (values === null || values === 'gone' ? [] : [lineOf(kind, batch[n] as string, values)]));
    batch = [];
    return written.join('');
  };
  for await (const key of keys) if (batch.push(key) === AT_ONCE) yield await lines();
  if (batch.length > 0) yield await lines();
}

function lineOf({ columns }: BulkKind, key: string, values: Values): string {
  const cells = Object.entries(columns).map(([name, codec]) => guarded(codec.write(values[name] as never)));
  return csvLine([guarded(key), ...cells]);
}
