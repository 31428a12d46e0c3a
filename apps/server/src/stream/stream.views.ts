import { at, eventIndex, id, named, orNull, text, whole } from '../http/schema.js';

/** An entry of the log without what it says. */
export interface EntryView {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly at: string;
  /** A person's id, or `system:router`. */
  readonly actor: string;
  /** The issue that it is about, if it is about one. */
  readonly issue: string | null;
}

export const eventEntry = named<EntryView>('Entry', {
  index: eventIndex,
  id,
  type: text('IssueFiled'),
  stream: text('issue-0199d1f0-3c5a-5e1b-9c9f-0d0c6a2f7b11'),
  revision: whole(0),
  at,
  actor: text('dana'),
  issue: orNull(id),
});
