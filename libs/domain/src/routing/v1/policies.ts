import type { Instant } from '../../instant.js';
import type { PolicyEvent } from '../../policy/policy.js';
import type { PolicyBookEvent } from '../../policy/policy-book.js';
import type { Policy } from '../policy-document.js';

/** Every policy ever proposed, and what was activated where. */
export interface Policies {
  readonly byHash: Map<string, Policy>;
  /** By scope (`organisation` or a programme), in the order of the log. */
  readonly activations: Map<string, { readonly hash: string; readonly effectiveFrom: Instant }[]>;
}

export function noPolicies(): Policies {
  return { byHash: new Map(), activations: new Map() };
}

export function foldPolicy(policies: Policies, event: PolicyEvent | PolicyBookEvent): void {
  if (event.type === 'PolicyProposed') policies.byHash.set(event.data.hash, event.data.policy);
  if (event.type === 'PolicyActivated') {
    const { scope, hash, effectiveFrom } = event.data;
    const before = policies.activations.get(scope);
    if (before === undefined) policies.activations.set(scope, [{ hash, effectiveFrom }]);
    else before.push({ hash, effectiveFrom });
  }
}

/** The hash of the policy in force: the programme's, else the organisation's; of those effective by now the last activated. Null: none. */
export function policyInForce(policies: Policies, programme: string, now: Instant): string | null {
  return inForceIn(policies, programme, now) ?? inForceIn(policies, 'organisation', now);
}

function inForceIn({ activations, byHash }: Policies, scope: string, now: Instant): string | null {
  const effective = activations.get(scope)?.findLast(({ hash, effectiveFrom }) => effectiveFrom <= now && byHash.has(hash));
  return effective?.hash ?? null;
}
