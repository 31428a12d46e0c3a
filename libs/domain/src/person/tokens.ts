import { checkCode, checkCount, checkInstant, checkInteger, checkLabel, checkSha256 } from '../check-value.js';
import type { Context } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
import type { AccessToken, PersonEvent, PresentPerson } from './person.js';
import { includesRole, type Rights, type RoleGiven } from './rights.js';
import { checkedRole } from './roles.js';

export interface IssueToken {
  readonly type: 'IssueToken';
  readonly tokenId: string;
  /** SHA-256 of the secret in hex, computed by the caller; the secret itself never comes here. */
  readonly secretHash: string;
  /** null: all roles that the person has. */
  readonly roles: readonly RoleGiven[] | null;
  /** null: until it is revoked; left out: for `TOKEN_DAYS`. */
  readonly until?: Instant | null;
  readonly label: string;
}

/** Another token in the place of one, which goes on for a while so that whoever uses it has time to change. */
export interface RotateToken {
  readonly type: 'RotateToken';
  /** The one that ends. */
  readonly tokenId: string;
  readonly newTokenId: string;
  /** Of the new one, as in `IssueToken`. */
  readonly secretHash: string;
  readonly until?: Instant | null;
  readonly label: string;
  /** Minutes that the old one goes on. */
  readonly overlapMinutes: number;
}

/** How long a token lasts if nothing is said. */
export const TOKEN_DAYS = 90;
/** Longer than this nobody needs to change over. */
export const MOST_OVERLAP_MINUTES = 7 * 1440;

const MILLIS_PER_DAY = 86_400_000;

/** True while a token opens the door. */
export function isTokenLive(token: AccessToken, now: Instant): boolean {
  return !token.revoked && (token.until === null || now < token.until);
}

/** What a person may do who came with this token (null: without one); a role that was taken since the token was issued is gone from it. */
export function rightsOf({ level, roles, grants, reportsTo }: PresentPerson, token: Pick<AccessToken, 'roles'> | null): Rights {
  const narrowed = token?.roles?.filter((wanted) => roles.some((held) => includesRole(held, wanted)));
  return { level, roles: narrowed ?? roles, grants, reportsTo, ...(narrowed === undefined ? undefined : { limited: true }) };
}

/** Throws `InvalidValue`, `AlreadyExists`, or `NotAllowed` when a narrow session would issue itself a wider token. */
export function tokenToIssue(command: IssueToken & { readonly person: string }, person: PresentPerson, context: Context): PersonEvent {
  const { tokenId, secretHash, label } = command;
  const until = command.until === undefined ? fromMillis(toMillis(context.now) + TOKEN_DAYS * MILLIS_PER_DAY) : command.until;
  checkCode(tokenId, 'tokenId');
  checkSha256(secretHash, 'secretHash');
  checkLabel(label, 'label');
  if (until !== null) checkInstant(until, 'until');
  if (until !== null && until <= context.now) throw new InvalidValue('until', 'must be in the future');
  if (person.tokens.some((token) => token.tokenId === tokenId)) throw new AlreadyExists('token', tokenId);
  const roles = command.roles === null ? null : checkedRoles(command.roles, person.roles);
  const { actor } = context;
  const isOwn = actor.kind === 'person' && actor.id === command.person;
  if (isOwn && !areIncluded(roles ?? person.roles, actor.rights.roles))
    throw new NotAllowed('a token cannot open more than the session that issues it');
  return { type: 'TokenIssued', data: { tokenId, secretHash, roles, until, label } };
}

/** A token with the rights of the old one, and the end of that one. @throws NotFound for a token that opens nothing any more */
export function tokenToRotate(
  { overlapMinutes, newTokenId, ...command }: RotateToken & { readonly person: string },
  person: PresentPerson,
  context: Context,
): readonly PersonEvent[] {
  const old = person.tokens.find(({ tokenId }) => tokenId === command.tokenId);
  if (old === undefined || !isTokenLive(old, context.now)) throw new NotFound('token', command.tokenId);
  checkInteger(overlapMinutes, 'overlapMinutes', 0, MOST_OVERLAP_MINUTES);
  const issued = tokenToIssue({ ...command, type: 'IssueToken', tokenId: newTokenId, roles: old.roles }, person, context);
  const from = fromMillis(toMillis(context.now) + overlapMinutes * 60_000);
  return [issued, { type: 'TokenRevoked', data: { tokenId: old.tokenId, from } }];
}

function checkedRoles(wanted: readonly RoleGiven[], held: readonly RoleGiven[]): readonly RoleGiven[] {
  checkCount(wanted, 'roles', 1, 40);
  const roles = wanted.map((role, i) => checkedRole(role, `roles[${i}]`));
  const foreign = roles.findIndex((role) => !areIncluded([role], held));
  if (foreign >= 0) throw new InvalidValue(`roles[${foreign}]`, 'is not a role of this person');
  return roles;
}

function areIncluded(wanted: readonly RoleGiven[], held: readonly RoleGiven[]): boolean {
  return wanted.every((role) => held.some((one) => includesRole(one, role)));
}
