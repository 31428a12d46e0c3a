import { checkCode, checkLabel, checkOneOf } from '../check-value.js';
import type { Actor } from '../decider.js';
import { requireRoleOrSetUp, ROLES, type Place, type RoleGiven, type Scope } from './rights.js';

/** A role and a scope of known parts, in a copy without other keys. `field` is the path of what holds them, or empty. */
export function checkedRole({ role, scope }: RoleGiven, field = ''): RoleGiven {
  const at = field === '' ? '' : `${field}.`;
  checkOneOf(role, `${at}role`, ROLES);
  return { role, scope: checkedScope(scope, `${at}scope`) };
}

function checkedScope({ programme, region, partner }: Scope, field: string): Scope {
  if (programme !== undefined) checkCode(programme, `${field}.programme`);
  if (region !== undefined) checkLabel(region, `${field}.region`);
  if (partner !== undefined) checkCode(partner, `${field}.partner`);
  return Object.fromEntries(Object.entries({ programme, region, partner }).filter(([, part]) => part !== undefined));
}

/** An administrator gives and takes roles where they administrate: an organisation's everywhere, a programme's in it. */
export function requireAdministratorOf(scope: Scope, actor: Actor): void {
  const { programme, region, partner } = scope;
  const place: Place | undefined = programme === undefined ? undefined : { programme, region, partner };
  requireRoleOrSetUp(actor, ['administrator'], place);
}
