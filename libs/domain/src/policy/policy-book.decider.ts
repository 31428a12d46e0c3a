import { checkCode, checkCount, checkInteger, checkLabel, checkSha256 } from '../check-value.js';
import { unreachable, type Context, type Decider } from '../decider.js';
import { AlreadyExists, IllegalTransition, InvalidValue, NothingToChange } from '../errors.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
import { isSetUp, requireRole, requireRoleOrSetUp } from '../person/rights.js';
import { requireRunning, type ProgrammeState } from '../programme/programme.js';
import { evolvePolicyBook, ORGANISATION, organisationOf, type PolicyBookEvent, type PolicyBookState, wasInForce } from './policy-book.js';
import type { PolicyState } from './policy.js';

/** Stream `policybook-<scope>`: `organisation` or a programme's id. All but an activation are about the organisation's book. */
export type PolicyBookCommand =
  | { readonly type: 'SetUpOrganisation'; readonly name: string; readonly routingCurrency: string; readonly levels: readonly string[] }
  | { readonly type: 'ActivatePolicy'; readonly scope: string; readonly hash: string }
  | { readonly type: 'SwitchSoloMode'; readonly on: boolean }
  | {
      readonly type: 'RecordExchangeRate';
      readonly from: string;
      readonly to: string;
      readonly numerator: number;
      readonly denominator: number;
    };

export interface PolicyBookContext extends Context {
  /** The policy that an activation names; the initial state for other commands. */
  readonly policy: PolicyState;
  /** The programme whose book it is; the initial state for the organisation's. */
  readonly programme: ProgrammeState;
  /** How many people are administrators of the whole organisation now. */
  readonly administrators: number;
}

/** Nobody but its author has looked at it, or it was rejected, or it does not exist. */
export class PolicyNotApproved extends IllegalTransition {
  constructor(hash: string) {
    super(`policy ${hash} is not approved`, 'hash');
  }
}

/** It is what counts already, or what will. */
export class PolicyActiveAlready extends IllegalTransition {
  constructor(hash: string) {
    super(`policy ${hash} is in force already, or about to be`, 'hash');
  }
}

/** Solo mode is for an organisation with one administrator: with two, one proposes and the other approves. */
export class NotAlone extends IllegalTransition {
  constructor(administrators: number) {
    super(`there are ${administrators} administrators; solo mode is for exactly one`);
  }
}

/** How long a policy that its own author approved is announced before it counts. */
export const SELF_APPROVAL_WAIT_HOURS = 24;

type Activate = Extract<PolicyBookCommand, { type: 'ActivatePolicy' }>;
type SetUp = Extract<PolicyBookCommand, { type: 'SetUpOrganisation' }>;
type RecordRate = Extract<PolicyBookCommand, { type: 'RecordExchangeRate' }>;

export const policyBookDecider: Decider<PolicyBookCommand, PolicyBookEvent, PolicyBookState, PolicyBookContext> = {
  initial: { organisation: null, soloMode: false, activations: [], rates: {}, revision: 0 },
  evolve: evolvePolicyBook,
  decide(command, state, context) {
    switch (command.type) {
      case 'SetUpOrganisation':
        return [setUp(command, state, context)];
      case 'ActivatePolicy':
        return [activate(command, state, context)];
      case 'SwitchSoloMode':
        requireRoleOrSetUp(context.actor, ['administrator']);
        if (command.on === state.soloMode) throw new NothingToChange('solo mode');
        if (command.on && context.administrators !== 1) throw new NotAlone(context.administrators);
        return [{ type: 'SoloModeSwitched', data: { on: command.on } }];
      case 'RecordExchangeRate':
        return [recordRate(command, state, context)];
      default:
        return unreachable(command);
    }
  },
};

function setUp({ name, routingCurrency, levels }: SetUp, state: PolicyBookState, { actor }: Context): PolicyBookEvent {
  requireRoleOrSetUp(actor, ['administrator']);
  if (state.organisation !== null) throw new AlreadyExists('organisation', state.organisation.name);
  checkLabel(name, 'name');
  checkCurrency(routingCurrency, 'routingCurrency');
  checkCount(levels, 'levels', 2, 5);
  for (const [i, level] of levels.entries()) {
    checkCode(level, `levels[${i}]`);
    if (levels.indexOf(level) < i) throw new InvalidValue(`levels[${i}]`, 'stands twice');
  }
  return { type: 'OrganisationSetUp', data: { name, routingCurrency, levels } };
}

function activate({ scope, hash }: Activate, state: PolicyBookState, context: PolicyBookContext): PolicyBookEvent {
  checkCode(scope, 'scope');
  checkSha256(hash, 'hash');
  if (scope === ORGANISATION) organisationOf(state);
  else requireRunning(context.programme, scope);
  requireActivator(scope, state, context);
  const { policy, now } = context;
  if ((policy.status !== 'approved' && policy.status !== 'built_in') || policy.hash !== hash) throw new PolicyNotApproved(hash);
  if (state.activations.at(-1)?.hash === hash) throw new PolicyActiveAlready(hash);
  // What was in force before has been seen by everybody: going back to it must not take a day.
  const waits = policy.status === 'approved' && policy.selfApproved && !wasInForce(state, hash, now);
  const effectiveFrom = waits ? hoursAfter(now, SELF_APPROVAL_WAIT_HOURS) : now;
  const approvedIn = policy.status === 'approved' ? policy.approvedIn : null;
  return { type: 'PolicyActivated', data: { hash, scope, effectiveFrom, approvedIn } };
}

// The machine puts the built-in policy in force when nothing is yet; everything later is an administrator's.
function requireActivator(scope: string, state: PolicyBookState, { actor, policy }: PolicyBookContext): void {
  if (isSetUp(actor) && policy.status === 'built_in' && state.activations.length === 0) return;
  requireRole(actor, ['administrator'], scope === ORGANISATION ? undefined : { programme: scope });
}

function recordRate({ from, to, numerator, denominator }: RecordRate, state: PolicyBookState, { actor }: Context): PolicyBookEvent {
  requireRoleOrSetUp(actor, ['administrator']);
  const { routingCurrency } = organisationOf(state);
  checkCurrency(from, 'from');
  if (to !== routingCurrency) throw new InvalidValue('to', `must be the routing currency ${routingCurrency}`);
  if (from === to) throw new InvalidValue('from', 'must be another currency');
  checkInteger(numerator, 'numerator', 1, Number.MAX_SAFE_INTEGER);
  checkInteger(denominator, 'denominator', 1, Number.MAX_SAFE_INTEGER);
  return { type: 'ExchangeRateRecorded', data: { from, to, numerator, denominator } };
}

function checkCurrency(code: string, field: string): void {
  if (!/^[A-Z]{3}$/.test(code)) throw new InvalidValue(field, 'must be an ISO 4217 code such as USD');
}

function hoursAfter(instant: Instant, hours: number): Instant {
  return fromMillis(toMillis(instant) + hours * 3_600_000);
}
