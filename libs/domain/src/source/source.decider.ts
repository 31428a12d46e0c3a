import { checkCode, checkInteger, checkLabel, checkOneOf, checkSha256, checkText } from '../check-value.js';
import { unreachable, type Actor, type Context, type Decider } from '../decider.js';
import { AlreadyExists, DomainError, IllegalTransition, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { plain } from '../personal.js';
import { requireHere, type PersonState } from '../person/person.js';
import { isAdministrator } from '../person/rights.js';
import type { PolicyFault } from '../routing/shape.js';
import { isSame } from '../same-value.js';
import { MAPPING_SHAPE } from './mapping-shape.js';
import { evolveSource, type OpenSource, type Source, type SourceEvent, type SourceKey, type SourceState } from './source.js';

/** `source` is the code: stream `source-<code>`. Registering and changing carry the whole source. */
export type SourceCommand = { readonly source: string } & (
  | ({ readonly type: 'RegisterSource' } & Source)
  | ({ readonly type: 'ChangeSource' } & Source)
  | ({ readonly type: 'IssueSourceKey' } & SourceKey)
  | { readonly type: 'RevokeSourceKey'; readonly keyId: string }
  | { readonly type: 'CloseSource'; readonly reason: string }
);

export interface SourceContext extends Context {
  /** The person whom `feed` names; the initial state where it names none. */
  readonly feed: PersonState;
}

/** A mapping that breaks a rule of its shape. `faults` names every one; `field` and `detail` are the first. */
export class MappingRefused extends DomainError {
  readonly kind = 'invalid';
  constructor(
    first: PolicyFault,
    readonly faults: readonly PolicyFault[],
  ) {
    super(first.rule, first.path === '' ? 'mapping' : `mapping.${first.path}`);
  }
}

/** Nothing comes from it any more. */
export class SourceIsClosed extends IllegalTransition {
  constructor(source: string) {
    super(`source ${source} is closed`);
  }
}

const MOST_PER_MINUTE = 6000;
/** At once: an old key, a new one, and some to spare. */
const MOST_KEYS = 10;
const CIPHERTEXT = /^[A-Za-z0-9_-]{40,400}$/;

export const sourceDecider: Decider<SourceCommand, SourceEvent, SourceState, SourceContext> = {
  initial: { status: 'none' },
  evolve: evolveSource,
  decide(command, state, context) {
    requireAdministrator(context.actor);
    checkCode(command.source, 'source');
    if (command.type === 'RegisterSource') {
      if (state.status !== 'none') throw new AlreadyExists('source', command.source);
      return [{ type: 'SourceRegistered', data: checkedSource(command, context) }];
    }
    if (state.status === 'none') throw new NotFound('source', command.source);
    if (state.status === 'closed') throw new SourceIsClosed(command.source);
    return [change(command, state, context)];
  },
};

/** Of the whole organisation: a source may report on any programme in which its feed has the role. */
export function requireAdministrator(actor: Actor): void {
  if (!isAdministrator(actor)) throw new NotAllowed('needs the role administrator in the whole organisation');
}

function change(command: Exclude<SourceCommand, { type: 'RegisterSource' }>, state: OpenSource, context: SourceContext): SourceEvent {
  switch (command.type) {
    case 'ChangeSource': {
      const data = checkedSource(command, context);
      if (isSame(data, sourceIn(state))) throw new NothingToChange('the source');
      return { type: 'SourceChanged', data };
    }
    case 'IssueSourceKey':
      return { type: 'SourceKeyIssued', data: checkedKey(command, state) };
    case 'RevokeSourceKey': {
      const { keyId } = command;
      if (!state.keys.some((key) => key.keyId === keyId)) throw new NotFound('key', keyId);
      return { type: 'SourceKeyRevoked', data: { keyId } };
    }
    case 'CloseSource':
      checkText(command.reason, 'reason');
      return { type: 'SourceClosed', data: { reason: plain(command.reason) } };
    default:
      return unreachable(command);
  }
}

function sourceIn({ name, feed, perMinute, mapping }: Source): Source {
  return { name, feed, perMinute, mapping };
}

function checkedSource(source: Source, { feed }: SourceContext): Source {
  checkLabel(source.name, 'name');
  checkInteger(source.perMinute, 'perMinute', 1, MOST_PER_MINUTE);
  if (!requireHere(feed, source.feed).roles.some(({ role }) => role === 'service')) {
    throw new InvalidValue('feed', 'must be a person with the role service');
  }
  const faults = MAPPING_SHAPE(source.mapping, '');
  if (faults[0] !== undefined) throw new MappingRefused(faults[0], faults);
  return sourceIn(source);
}

function checkedKey({ keyId, use, proof, label }: SourceKey, { keys, revokedKeys }: OpenSource): SourceKey {
  checkCode(keyId, 'keyId');
  checkOneOf(use, 'use', ['token', 'signature']);
  if (use === 'token') checkSha256(proof, 'proof');
  else if (!CIPHERTEXT.test(proof)) throw new InvalidValue('proof', 'must be a ciphertext in base64url');
  checkLabel(label, 'label');
  if (keys.some((key) => key.keyId === keyId) || revokedKeys.includes(keyId)) throw new AlreadyExists('key', keyId);
  if (keys.length === MOST_KEYS) throw new InvalidValue('keyId', `is one too many: a source has at most ${MOST_KEYS} keys, so revoke one`);
  return { keyId, use, proof, label };
}
