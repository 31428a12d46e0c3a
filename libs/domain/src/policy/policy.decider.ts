import { checkSha256, checkText } from '../check-value.js';
import { actorId, unreachable, type Actor, type Context, type Decider } from '../decider.js';
import { AlreadyExists, DomainError, IllegalTransition, NotAllowed, NotFound } from '../errors.js';
import { hasRole, isSetUp, requireRole } from '../person/rights.js';
import { plain, type Plain } from '../personal.js';
import { checkPolicy, type PolicyFault } from '../routing/check-policy.js';
import type { Policy } from '../routing/policy-document.js';
import { isSame } from '../same-value.js';
import { organisationOf, type Organisation, type PolicyBookState } from './policy-book.js';
import { evolvePolicy, type PolicyEvent, type PolicyState } from './policy.js';

/** Stream `policy-<hash>`; the caller computes the hash: SHA-256 in hex of the policy's RFC 8785 bytes. */
export type PolicyCommand = { readonly hash: string } & (
  | { readonly type: 'ProposePolicy'; readonly policy: unknown; readonly builtIn: boolean; readonly note: string | null }
  | { readonly type: 'ApprovePolicy'; readonly note: string | null }
  | { readonly type: 'RejectPolicy'; readonly reason: string }
);

export interface PolicyContext extends Context {
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
  /** How many people are administrators of the whole organisation now. */
  readonly administrators: number;
}

/** A policy that breaks a static rule. `faults` names every one; `field` and `detail` are the first. */
export class PolicyRefused extends DomainError {
  readonly kind = 'invalid';
  constructor(
    first: PolicyFault,
    readonly faults: readonly PolicyFault[],
  ) {
    super(first.rule, first.path);
  }
}

/** Only what is proposed and not yet judged can be approved or rejected. */
export class PolicyNotProposed extends IllegalTransition {
  constructor(status: PolicyState['status']) {
    super(`the policy is not waiting for approval: it is ${status.replace('_', ' ')}`);
  }
}

/** An author may approve only as the single administrator, in solo mode. */
export class OwnPolicy extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('the author of a policy does not approve it, except in solo mode');
  }
}

/** Only the first policy of an organisation is built in. */
export class NotTheFirstPolicy extends IllegalTransition {
  constructor() {
    super('another policy was in force before: this one needs an approval');
  }
}

type Propose = Extract<PolicyCommand, { type: 'ProposePolicy' }>;

export const policyDecider: Decider<PolicyCommand, PolicyEvent, PolicyState, PolicyContext> = {
  initial: { status: 'none' },
  evolve: evolvePolicy,
  decide(command, state, context) {
    if (command.type === 'ProposePolicy') return [propose(command, state, context)];
    if (state.status === 'none') throw new NotFound('policy', command.hash);
    const { hash, by } = state;
    switch (command.type) {
      case 'ApprovePolicy': {
        requireRole(context.actor, ['administrator']);
        if (state.status !== 'proposed') throw new PolicyNotProposed(state.status);
        const selfApproved = actorId(context.actor) === by;
        if (selfApproved && !(context.book.soloMode && context.administrators === 1)) throw new OwnPolicy();
        return [{ type: 'PolicyApproved', data: { hash, selfApproved, note: sealable(command.note) } }];
      }
      case 'RejectPolicy':
        // An author takes a proposal back this way.
        if (actorId(context.actor) !== by) requireRole(context.actor, ['administrator']);
        checkText(command.reason, 'reason');
        if (state.status !== 'proposed') throw new PolicyNotProposed(state.status);
        return [{ type: 'PolicyRejected', data: { hash, reason: plain(command.reason) } }];
      default:
        return unreachable(command);
    }
  },
};

function propose({ hash, policy, builtIn, note }: Propose, state: PolicyState, { actor, book }: PolicyContext): PolicyEvent {
  requireProposer(actor, builtIn);
  checkSha256(hash, 'hash');
  const sealed = sealable(note);
  const faults = faultsOf(policy, organisationOf(book));
  if (faults[0] !== undefined) throw new PolicyRefused(faults[0], faults);
  if (state.status !== 'none' && state.status !== 'rejected') throw new AlreadyExists('policy', hash);
  if (builtIn && book.activations.length > 0) throw new NotTheFirstPolicy();
  return { type: 'PolicyProposed', data: { hash, policy: policy as Policy, by: actorId(actor), builtIn, note: sealed } };
}

// Leaders may write policies too, but nobody built one in except the machine at first run.
function requireProposer(actor: Actor, builtIn: boolean): void {
  if (isSetUp(actor) || (!builtIn && hasRole(actor, ['administrator', 'leader', 'executive']))) return;
  throw new NotAllowed(
    builtIn
      ? 'only the machine itself proposes the built-in policy'
      : 'needs the role administrator, leader or executive in the whole organisation',
  );
}

/** Its static faults; if there are none, where it disagrees with the organisation. */
function faultsOf(policy: unknown, { routingCurrency, levels }: Organisation): readonly PolicyFault[] {
  const faults = checkPolicy(policy);
  if (faults.length > 0) return faults;
  const sound = policy as Policy;
  const disagreements: PolicyFault[] = [];
  if (sound.currency !== routingCurrency) disagreements.push({ path: 'currency', rule: `must be the routing currency ${routingCurrency}` });
  const codes = sound.levels.map(({ code }) => code);
  if (!isSame(codes, levels)) disagreements.push({ path: 'levels', rule: `must be the organisation's levels ${levels.join(', ')}` });
  return disagreements;
}

function sealable(note: string | null): Plain | null {
  if (note === null) return null;
  checkText(note, 'note');
  return plain(note);
}
