import { defaultPolicy, type PolicyCommand } from '#domain';
import { canonicalJson, NotCanonical, sha256Hex } from '#ledger';
import { ACTING, type Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { ApprovePolicyDto, ProposePolicyDto, RejectPolicyDto } from './policies.dto.js';

const by: Access = ['administrator'];

/** Commands about a policy. Its hash comes from its own bytes when it is proposed, and from the path afterwards. */
export const policyCommands = commandRows<PolicyCommand, 'hash'>()({
  ProposePolicy: {
    at: '',
    body: ProposePolicyDto,
    by: ACTING,
    creates: (id) => `policies/${id}`,
    does: 'Propose a policy',
    says: 'It is named by the SHA-256 of its RFC 8785 bytes.',
    example: { policy: examplePolicy(), note: 'The same limits, one more day to acknowledge.' },
    command: ({ policy, note }) => ({ policy, note, builtIn: false, hash: hashOf(policy) }),
  },
  ApprovePolicy: {
    at: ':hash/approve',
    body: ApprovePolicyDto,
    by,
    does: 'Approve a policy that somebody else proposed',
    example: { note: 'Back-tested on last year.' },
  },
  RejectPolicy: {
    at: ':hash/reject',
    body: RejectPolicyDto,
    by: ACTING,
    does: 'Reject a policy, or take back one of your own',
    example: { reason: 'Everything goes up.' },
  },
});

/** @throws NotCanonical with the path in the body */
function hashOf(policy: unknown): string {
  try {
    return sha256Hex(canonicalJson(policy));
  } catch (error) {
    throw error instanceof NotCanonical ? new NotCanonical(`policy.${error.path}`, error.reason) : error;
  }
}

function examplePolicy() {
  const limits = [2_500_000, 25_000_000].map((minor) => ({ minor, currency: 'USD' }));
  return { ...defaultPolicy({ currency: 'USD', limits, name: 'Our second policy' }) };
}
