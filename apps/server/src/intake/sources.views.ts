import type { Taken } from '#connect';
import { PROTOCOLS } from '#domain';
import type { DeadLetterDetails, DeadLetterRow, SourceRow } from '#read-models';
import { acceptedFields, type AcceptedView } from '../http/accepted.js';
import { also, at, id, list, named, object, oneOf, open, orNull, text, whole } from '../http/schema.js';
import { listing, personLabel, revision } from '../http/view-parts.js';
import { exampleMapping } from './source-example.js';

export const sourceRow = named<SourceRow>('Source', {
  source: text('trucks'),
  revision,
  status: oneOf(['open', 'closed']),
  name: text('Truck monitor'),
  feed: personLabel,
  perMinute: whole(120),
  mapping: open<SourceRow['mapping']>('How messages become issues: see docs/intake.md.', exampleMapping),
  keys: list(object<SourceRow['keys'][number]>({ keyId: id, use: oneOf(['token', 'signature']), label: text('First'), issuedAt: at })),
  waiting: whole(1),
});
export const sourceListing = listing('Sources', sourceRow);

const letterFields = {
  letter: id,
  at,
  protocol: oneOf(PROTOCOLS),
  problem: text('fact-missing'),
  field: text('site'),
};
export const letters = listing('DeadLetters', named<DeadLetterRow>('DeadLetter', letterFields));
export const letterDetails = named<DeadLetterDetails>(
  'DeadLetterDetails',
  also<DeadLetterRow, Omit<DeadLetterDetails, keyof DeadLetterRow>>(letterFields, {
    source: text('trucks'),
    message: orNull(text('{"protocol":"pagerduty","id":null,"action":"trigger","key":"truck-255","body":{}}')),
  }),
);

export interface NewKey {
  readonly keyId: string;
  /** Shown once; the same again when the command is repeated with its key. */
  readonly key: string;
}
export type IssuedKey = AcceptedView & NewKey;
export const issuedKey = named<IssuedKey>(
  'IssuedSourceKey',
  also<AcceptedView, NewKey>(acceptedFields, { keyId: id, key: text('0123456789abcdef0123456789abcdef') }),
);

const takenFields = {
  outcome: oneOf(['filed', 'known', 'noted', 'resolved', 'ignored', 'kept']),
  issue: orNull(id),
};
export const taken = named<Taken>('Taken', takenFields);

/** Of a batch: one for each event, in order. */
export interface TakenTogether {
  readonly items: readonly Taken[];
}
export const takenTogether = named<TakenTogether>('TakenTogether', { items: list(taken) });

export type SentAgain = AcceptedView & Taken;
export const sentAgain = named<SentAgain>('SentAgain', also<AcceptedView, Taken>(acceptedFields, takenFields));
