import type { RouterState } from '#domain/routing/router-state';
import { routerStateRows } from '#domain/routing/router-state-rows';
import { RowHash, type JsonObject, type KeyedRow } from '#ledger';

/** The read models, as far as their rows make up the state. */
export interface StateRows {
  readonly views: readonly string[];
  canonicalRows(view: string): AsyncIterable<readonly [key: string, row: JsonObject]>;
}

/**
 * SHA-256, in hex, over the canonical rows of every read model in key order and the router's state: equal for equal logs, whatever
 * the store, the size of batches, the time zone or the language of the machine.
 */
export async function stateHash(views: StateRows, router: RouterState): Promise<string> {
  const hash = new RowHash();
  for (const view of views.views) await hash.add(view, views.canonicalRows(view));
  await hash.add('router', routerStateRows(router) as Iterable<KeyedRow>);
  return hash.hex();
}
