import { ROLES } from '#domain';
import { ELSEWHERE, type Elsewhere } from './office.js';
import { scopesHold } from './scopes.js';

const everywhere = Object.keys(ELSEWHERE) as Elsewhere[];

scopesHold(
  everywhere.flatMap((where) => ROLES.map((role) => [role, where] as const)),
  ROLES,
);
