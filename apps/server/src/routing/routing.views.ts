import { INPUT_CODES, type Explanation, type FullRoute } from '#domain';
import type { PersonLabel } from '#read-models';
import { acceptedFields, type AcceptedView } from '../http/accepted.js';
import { also, flag, list, named, object, oneOf, orNull, text, whole } from '../http/schema.js';
import { personLabel } from '../http/view-parts.js';
import { fullRoute } from './route.views.js';

/** A route as it is shown to a person: the words, the people, and all that stands behind them. */
export interface RouteView extends Explanation {
  readonly level: number;
  readonly route: 'delegated' | 'escalated';
  readonly provisional: boolean;
  readonly holder: PersonLabel;
  readonly owner: PersonLabel;
  readonly record: FullRoute;
}

export const routeView = named<RouteView>('ExplainedRoute', {
  sentence: text(
    'Goes to Ann Lee because 30,000.00 USD is above the limit of 25,000.00 USD; it stays with Dana Okafor if the ask is at most 25,000.00 USD.',
  ),
  reasons: list(text('30,000.00 USD is above the limit of 25,000.00 USD')),
  otherwise: orNull(object<NonNullable<Explanation['otherwise']>>({ level: whole(1), words: text('the ask is at most 25,000.00 USD') })),
  question: orNull(object<NonNullable<Explanation['question']>>({ input: oneOf(INPUT_CODES), words: text('By when is it needed?') }), {
    shown: false,
  }),
  level: whole(2),
  route: oneOf(['delegated', 'escalated'], 'escalated'),
  provisional: flag(),
  holder: personLabel,
  owner: personLabel,
  record: fullRoute,
});

export interface Routed {
  /** Where the caller waited for it (`Prefer: wait`): the route that it led to; null: it led to none, or not to another. */
  readonly routed?: RouteView | null;
}

export const acceptedAndRouted = named<AcceptedView & Routed>(
  'AcceptedAndRouted',
  also<AcceptedView, Routed>(acceptedFields, { routed: { optional: orNull(routeView) } }),
);
