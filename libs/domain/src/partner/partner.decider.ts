import { checkCode, checkInteger, checkLabel, checkText } from '../check-value.js';
import { unreachable, type Context, type Decider } from '../decider.js';
import { AlreadyExists, IllegalTransition, InvalidValue, NotFound, NothingToChange } from '../errors.js';
import { requireRoleOrSetUp, type Role } from '../person/rights.js';
import { plain } from '../personal.js';
import { organisationOf, type PolicyBookState } from '../policy/policy-book.js';
import { requireRunning, type ProgrammeState } from '../programme/programme.js';
import { isSame } from '../same-value.js';
import { evolvePartner, type Partner, type PartnerEvent, type PartnerState } from './partner.js';

/** Stream: `partner-<programme>.<code>`. Registering and changing carry the whole partner. */
export type PartnerCommand =
  | ({ readonly type: 'RegisterPartner' } & Partner)
  | ({ readonly type: 'ChangePartner' } & Partner)
  | {
      readonly type: 'PutPersonForward';
      readonly programme: string;
      readonly code: string;
      readonly rank: number;
      readonly name: string;
      readonly title: string;
    }
  | { readonly type: 'StandPersonDown'; readonly programme: string; readonly code: string; readonly reason: string };

export interface PartnerContext extends Context {
  /** The programme that the command names. */
  readonly programme: ProgrammeState;
  /** The organisation's policy book: a rank is one of its levels. */
  readonly book: PolicyBookState;
}

/** The partner has nobody put forward. */
export class NobodyPutForward extends IllegalTransition {
  constructor(code: string) {
    super(`partner ${code} has put nobody forward`);
  }
}

const KEEPERS: readonly Role[] = ['administrator', 'service'];
/** Whoever deals with a partner may say whom it has put forward: that is an observation, not a right that is given. */
const OBSERVERS: readonly Role[] = [...KEEPERS, 'manager', 'leader', 'executive', 'assistant'];

export const partnerDecider: Decider<PartnerCommand, PartnerEvent, PartnerState, PartnerContext> = {
  initial: { status: 'none' },
  evolve: evolvePartner,
  decide(command, state, context) {
    checkCode(command.programme, 'programme');
    checkCode(command.code, 'code');
    const isMaster = command.type === 'RegisterPartner' || command.type === 'ChangePartner';
    requireRoleOrSetUp(context.actor, isMaster ? KEEPERS : OBSERVERS, { programme: command.programme, partner: command.code });
    requireRunning(context.programme, command.programme);
    if (command.type === 'RegisterPartner') {
      if (state.status !== 'none') throw new AlreadyExists('partner', command.code);
      return [{ type: 'PartnerRegistered', data: checkedPartner(command) }];
    }
    if (state.status === 'none') throw new NotFound('partner', command.code);
    switch (command.type) {
      case 'ChangePartner': {
        const data = checkedPartner(command);
        if (isSame({ status: state.status, rank: state.rank, ...data }, state)) throw new NothingToChange('the partner');
        return [{ type: 'PartnerChanged', data }];
      }
      case 'PutPersonForward':
        return putForward(command, context);
      case 'StandPersonDown': {
        const { programme, code, reason } = command;
        checkText(reason, 'reason');
        if (state.rank === null) throw new NobodyPutForward(code);
        return [{ type: 'PartnerStoodDown', data: { programme, code, reason: plain(reason) } }];
      }
      default:
        return unreachable(command);
    }
  },
};

// A second person may be put forward while a first stands: partners climb too.
function putForward(command: Extract<PartnerCommand, { type: 'PutPersonForward' }>, { book }: PartnerContext): readonly PartnerEvent[] {
  const { programme, code, rank, name, title } = command;
  checkInteger(rank, 'rank', 1, organisationOf(book).levels.length);
  checkLabel(name, 'name');
  checkLabel(title, 'title');
  return [{ type: 'PartnerPutForward', data: { programme, code, rank, name: plain(name), title: plain(title) } }];
}

function checkedPartner({ programme, code, name, partnerClass, key }: Partner): Partner {
  checkLabel(name, 'name');
  checkCode(partnerClass, 'partnerClass');
  if (typeof key !== 'boolean') throw new InvalidValue('key', 'must be true or false');
  return { programme, code, name, partnerClass, key };
}
