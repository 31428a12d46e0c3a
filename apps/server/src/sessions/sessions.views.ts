import type { RoleGiven } from '#domain';
import type { PersonLabel } from '#read-models';
import { acceptedFields, type AcceptedView } from '../http/accepted.js';
import { also, flag, id, list, named, orNull, text, whole } from '../http/schema.js';
import { personLabel, roleGiven } from '../http/view-parts.js';

/** Who the caller is, and what they may do with this token. */
export interface Me {
  readonly person: PersonLabel;
  readonly level: number | null;
  readonly roles: readonly RoleGiven[];
  /** For whom an assistant acts. */
  readonly onBehalfOf: string | null;
  /** Sees every case. */
  readonly seesEverything: boolean;
}

export const me = named<Me>('Me', {
  person: personLabel,
  level: orNull(whole(2)),
  roles: list(roleGiven),
  onBehalfOf: orNull(text('lee'), { shown: false }),
  seesEverything: flag(),
});

interface NewToken {
  readonly tokenId: string;
  /** Shown once; the same again when the command is repeated with its key. */
  readonly token: string;
}

export type IssuedToken = AcceptedView & NewToken;
export const issuedToken = named<IssuedToken>(
  'IssuedToken',
  also<AcceptedView, NewToken>(acceptedFields, { tokenId: id, token: text('gvt_dana~0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11_…') }),
);
