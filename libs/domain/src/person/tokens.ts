import { checkCode, checkCount, checkInstant, checkLabel, checkSha256 } from '../check-value.js';
import type { Context } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed } from '../errors.js';
import type { Instant } from '../instant.js';
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
  readonly until: Instant | null;
  readonly label: string;
}

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
  const { tokenId, secretHash, until, label } = command;
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
