import { checkCode, checkLabel, checkOneOf, checkText } from '../check-value.js';
import { actorId, unreachable, type Context, type Decider } from '../decider.js';
import { IllegalTransition, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { evolveDeadLetters, PROTOCOLS, type DeadLetterEvent, type DeadLettersState, type IntakeProtocol } from './dead-letters.js';
import { requireAdministrator } from './source.decider.js';
import type { SourceState } from './source.js';

/** `source` is the code: stream `deadletters-<source>`. */
export type DeadLetterCommand = { readonly source: string; readonly letter: string } & (
  | {
      readonly type: 'KeepDeadLetter';
      readonly protocol: IntakeProtocol;
      readonly problem: string;
      readonly field: string;
      readonly message: string;
    }
  /** That it was sent again, and what it became. */
  | { readonly type: 'RecordDeadLetterSent'; readonly issue: string | null }
  | { readonly type: 'DropDeadLetter'; readonly reason: string }
);

export interface DeadLetterContext extends Context {
  readonly sourceState: SourceState;
}

/** A source that is not understood does not fill the log: somebody has to look at what waits first. */
export class DeadLettersFull extends IllegalTransition {
  constructor(source: string) {
    super(`${MOST_WAITING} messages of source ${source} wait for somebody to look at them, and no more are kept`);
  }
}

export const MOST_WAITING = 100;
/** UTF-16 units of a message that is kept: sealed, it stays well under an event's 64 KiB. */
export const MOST_MESSAGE = 16_000;

export const deadLetterDecider: Decider<DeadLetterCommand, DeadLetterEvent, DeadLettersState, DeadLetterContext> = {
  initial: { waiting: [], done: [] },
  evolve: evolveDeadLetters,
  decide(command, state, context) {
    checkCode(command.letter, 'letter');
    if (command.type === 'KeepDeadLetter') return keep(command, state, context);
    requireAdministrator(context.actor);
    const { letter } = command;
    if (!state.waiting.includes(letter)) throw new NotFound('dead letter', letter);
    switch (command.type) {
      case 'RecordDeadLetterSent':
        if (command.issue !== null) checkCode(command.issue, 'issue');
        return [{ type: 'DeadLetterSent', data: { letter, issue: command.issue } }];
      case 'DropDeadLetter':
        checkText(command.reason, 'reason');
        return [{ type: 'DeadLetterDropped', data: { letter, reason: plain(command.reason) } }];
      default:
        return unreachable(command);
    }
  },
};

/** By the source itself. One that is known already adds nothing. */
function keep(
  { source, letter, protocol, problem, field, message }: Extract<DeadLetterCommand, { type: 'KeepDeadLetter' }>,
  { waiting, done }: DeadLettersState,
  { sourceState, actor }: DeadLetterContext,
): readonly DeadLetterEvent[] {
  if (sourceState.status !== 'open' || sourceState.feed !== actorId(actor))
    throw new NotAllowed('a message is kept for the source that sent it');
  checkOneOf(protocol, 'protocol', PROTOCOLS);
  checkCode(problem, 'problem');
  if (field !== '') checkLabel(field, 'field', 200);
  if (message === '' || message.length > MOST_MESSAGE || !message.isWellFormed())
    throw new InvalidValue('message', `must be well-formed text of 1 to ${MOST_MESSAGE} characters`);
  if (waiting.includes(letter) || done.includes(letter)) return [];
  if (waiting.length >= MOST_WAITING) throw new DeadLettersFull(source);
  return [{ type: 'DeadLetterKept', data: { letter, protocol, problem, field, message: plain(message) } }];
}
