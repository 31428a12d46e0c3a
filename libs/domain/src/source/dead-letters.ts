import { unreachable } from '../decider.js';
import type { Personal } from '../personal.js';

export const PROTOCOLS = ['pagerduty', 'cloudevents', 'webhook'] as const;
export type IntakeProtocol = (typeof PROTOCOLS)[number];

/** Stream `deadletters-<source>`: messages that came from a source and could not become anything. */
export type DeadLetterEvent =
  | {
      readonly type: 'DeadLetterKept';
      readonly data: {
        /** Follows from what was sent, so that the same message again is the same letter. */
        readonly letter: string;
        readonly protocol: IntakeProtocol;
        /** Which rule it broke (`site-unknown`, `invalid-value`), and at which path or field; no words of the message. */
        readonly problem: string;
        readonly field: string;
        /** As it came: JSON. */
        readonly message: Personal;
      };
    }
  /** It was sent again and became something. `issue` null: nothing that concerns an issue. */
  | { readonly type: 'DeadLetterSent'; readonly data: { readonly letter: string; readonly issue: string | null } }
  | { readonly type: 'DeadLetterDropped'; readonly data: { readonly letter: string; readonly reason: Personal } };

/** `waiting`: oldest first. `done`: sent again or dropped; they are not kept a second time. */
export interface DeadLettersState {
  readonly waiting: readonly string[];
  readonly done: readonly string[];
}

export function evolveDeadLetters({ waiting, done }: DeadLettersState, event: DeadLetterEvent): DeadLettersState {
  const { letter } = event.data;
  switch (event.type) {
    case 'DeadLetterKept':
      return { waiting: [...waiting, letter], done };
    case 'DeadLetterSent':
    case 'DeadLetterDropped':
      return { waiting: waiting.filter((one) => one !== letter), done: [...done, letter] };
    default:
      return unreachable(event);
  }
}
