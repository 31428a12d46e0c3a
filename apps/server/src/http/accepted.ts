import type { Accepted } from '#application';
import { eventIndex, id, list, named, object, text, whole, type Schema } from './schema.js';

/** The answer to a command: what it added to the log. */
export interface AcceptedView {
  /** Of what it was given to. */
  readonly id: string;
  readonly stream: string;
  /** Of the stream now: the ETag for the next command. */
  readonly revision: number;
  /** The entry to name in `waitFor`; −1 in an empty log. */
  readonly index: number;
  /** Empty where it was so already. */
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number; readonly index: number }[];
}

export function acceptedView({ id: target, stream, revision, index, events }: Accepted): AcceptedView {
  return {
    id: target,
    stream,
    revision,
    index: index ?? -1,
    events: events.map((event) => ({ id: event.id, type: event.type, revision: event.revision, index: event.index })),
  };
}

export const acceptedFields = {
  id,
  stream: text('issue-0199d1f0-3c5a-5e1b-9c9f-0d0c6a2f7b11'),
  revision: whole(0),
  index: eventIndex,
  events: list(object<AcceptedView['events'][number]>({ id, type: text('IssueFiled'), revision: whole(0), index: eventIndex })),
};

export const accepted: Schema<AcceptedView> = named<AcceptedView>('Accepted', acceptedFields);
