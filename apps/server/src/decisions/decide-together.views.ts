import { accepted, type AcceptedView } from '../http/accepted.js';
import { problem } from '../http/openapi.js';
import type { Problem } from '../http/problem.js';
import { id, list, named, object, orNull } from '../http/schema.js';

/** What became of each of the escalations. */
export interface DecidedTogether {
  readonly decisionGroup: string;
  readonly items: readonly { readonly escalation: string; readonly accepted: AcceptedView | null; readonly problem: Problem | null }[];
}

export const decidedTogether = named<DecidedTogether>('DecidedTogether', {
  decisionGroup: id,
  items: list(
    object<DecidedTogether['items'][number]>({ escalation: id, accepted: orNull(accepted), problem: orNull(problem, { shown: false }) }),
  ),
});
