import { INPUT_CODES, type EventRef, type Explanation, type FullRoute, type ReasonRow } from '#domain';
import type { Outlook } from '#domain/routing/outlook';
import type { PersonLabel } from '#read-models';
import { acceptedFields, type AcceptedView } from '../http/accepted.js';
import { also, flag, list, named, object, oneOf, orNull, text, whole, type Fields, type Schema } from '../http/schema.js';
import { eventRef, personLabel } from '../http/view-parts.js';
import { fullRoute, outlook } from './route.views.js';

/** A route as it is shown to a person: the words, the people, the table, and all that stands behind them. */
export interface Explained<Record> extends Explanation {
  readonly level: number;
  readonly route: 'delegated' | 'escalated';
  readonly provisional: boolean;
  readonly holder: PersonLabel;
  readonly owner: PersonLabel;
  readonly table: readonly ReasonRow[];
  /** What alone would have changed it. */
  readonly wouldChange: readonly string[];
  readonly record: Record;
}

export type RouteView = Explained<FullRoute>;
export type OutlookView = Explained<Outlook>;

const reasonRow = named<ReasonRow>('ReasonRow', {
  reason: text('Time left'),
  value: text('80% of what a remedy takes'),
  bar: orNull(text('at most 100% of what a remedy takes')),
  points: orNull(whole(100)),
  weight: orNull(whole(18)),
  score: orNull(whole(1800)),
  from: orNull<EventRef>(eventRef),
});

function explained<Record>(record: Schema<Record>): Fields<Explained<Record>> {
  const words: Fields<Omit<Explained<Record>, 'record'>> = {
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
    table: list(reasonRow),
    wouldChange: list(text('stays with Dana Okafor if the ask is at most 25,000.00 USD')),
  };
  return { ...words, record } as unknown as Fields<Explained<Record>>;
}

export const routeView = named<RouteView>('ExplainedRoute', explained(fullRoute));
export const outlookView = named<OutlookView>('ExplainedOutlook', explained(outlook));

export interface Routed {
  /** Where the caller waited for it (`Prefer: wait`): the route that it led to; null: it led to none, or not to another. */
  readonly routed?: RouteView | null;
}

export const acceptedAndRouted = named<AcceptedView & Routed>(
  'AcceptedAndRouted',
  also<AcceptedView, Routed>(acceptedFields, { routed: { optional: orNull(routeView) } }),
);
