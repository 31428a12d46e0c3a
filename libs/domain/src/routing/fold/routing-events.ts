import { idOf } from '../../event.js';
import { isSame } from '../../same-value.js';
import type { ClockEvent, RouteRecord, RoutingEvent } from '../route-record.js';
import type { RouteBody } from '../routed.js';
import { reviewed, undecided, type Handlers } from './consequence.js';

/** What stands in the log of the router's own work, and the clock's. */
export const ROUTING_EVENTS: Handlers<RoutingEvent | ClockEvent> = {
  IssueRouted(state, { stream, revision, data }) {
    const issue = idOf('routing-', stream);
    const unmet = state.unmet.get(issue) ?? [];
    const own = unmet.find((routed) => routed.revision === revision) ?? null;
    if (own !== null) {
      if (unmet.length === 1) state.unmet.delete(issue);
      else state.unmet.set(issue, unmet.filter((routed) => routed !== own)); // prettier-ignore
    }
    return { met: { issue, revision, recorded: data, own, same: own !== null && saysTheSame(data, own.body) } };
  },
  RouteReviewDue: (state, event) => reviewed(undecided(state, [event.data.issue])),
};

/** Flips have a version of their own: a route is the same without them. Compared field by field, because a copy would cost more. */
function saysTheSame(recorded: RouteRecord, own: RouteBody): boolean {
  let fields = 0;
  for (const field in own) {
    if (!isSame(valueOf(recorded, field), valueOf(own, field))) return false;
    fields++;
  }
  for (const field in recorded) if (field !== 'flips' && field !== 'flipsVersion') fields--;
  return fields === 0;
}

function valueOf(route: object, field: string): unknown {
  return (route as Readonly<Record<string, unknown>>)[field];
}
