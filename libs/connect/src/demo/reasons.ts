import type { ActionKind, DecisionOption, DecisionWords } from '#domain';
import type { Dice } from './dice.js';

/** An ask in the words of who filed it: the log holds them sealed. */
export interface AskInWords {
  readonly action: ActionKind;
  readonly recommendation: string;
  readonly alternative: string | null;
}

const WHY: Readonly<Record<ActionKind, readonly string[]>> = {
  spend: [
    'A day without devices costs the school more than this',
    'Cheaper than a second visit next week',
    'The regular run would come after the first lesson',
  ],
  write_off: ['Repair would cost as much and take three weeks', 'The insurer covers it, the class should not wait'],
  accept_delay: ['The school has said that it can bridge these days', 'No class starts with them before then'],
  move_staff: ['The next region has a quiet day, and hands are what is missing', 'Two people for a day save a week of calls'],
  move_stock: ['The reserve is there for this', 'The other district does not need them before next month'],
  change_source: ['The second supplier has them on the shelf', 'A third missed date is one too many'],
  waiver: [
    'Pupils can work with it; an exchange would cost them three weeks',
    'The term is short, and it can be exchanged in the holidays',
  ],
  contract_change: ['Every second late truck waits for the one delivery window', 'They have agreed to the price of last year'],
  public_statement: ['Parents hear it anyway; better from us, and first', 'Silence would look as if we did not know'],
  official_visit: ['The board wants to see somebody who can decide', 'One evening now saves ten letters'],
  other: ['It costs nothing, and the school agrees', 'The simplest thing that helps'],
};

const WHY_NOT = [
  'It would not arrive sooner than the regular run',
  'The district has said that it can wait',
  'We would pay for a mistake of the partner: they owe us this',
] as const;
const OTHERWISE = [
  'Ask the partner to make it good first, at no cost to us',
  'Half of it now, the rest with the regular run',
  'Hold the slot for a day and see what the truck brings',
] as const;

function rationaleOf(option: DecisionOption, ask: AskInWords | null, dice: Dice): string {
  return option === 'no' || ask === null ? dice.pick(WHY_NOT) : dice.pick(WHY[ask.action]);
}

/** The words of a decision about an ask. */
export function wordsOf(option: DecisionOption, ask: AskInWords | null, dice: Dice): DecisionWords {
  const decision = said(option, ask, dice);
  const considered = [ask?.recommendation, ask?.alternative, ask === null ? 'Wait for the regular run' : null].filter(
    (words) => words != null,
  );
  return { decision, rationale: rationaleOf(option, ask, dice), optionsConsidered: considered };
}

function said(option: DecisionOption, ask: AskInWords | null, dice: Dice): string {
  switch (option) {
    case 'recommended':
      return ask?.recommendation ?? dice.pick(OTHERWISE);
    case 'alternative':
      return ask?.alternative ?? dice.pick(OTHERWISE);
    case 'other':
      return dice.pick(OTHERWISE);
    case 'no':
      return 'No: we leave it as it is';
  }
}

const RESOLUTIONS = {
  fixed: [
    'Delivered, counted and signed for',
    'Exchanged on the spot, the school has tried it',
    'Came with the next run, complete',
    'Profile pushed, all devices start',
    'Count settled with the partner',
  ],
  accepted: ['The district takes it as it is', 'Agreed with the school: later, and no harm done'],
  failed: ['Could not be put right in time; the class started without', 'Never found; reordered'],
} as const;

/** How an issue ended, in a manager's words. */
export function resolutionOf(outcome: keyof typeof RESOLUTIONS, dice: Dice): string {
  return dice.pick(RESOLUTIONS[outcome]);
}

export const NOTES = [
  'Photos and the bill of lading are in the folder',
  'The principal called twice; she knows that we are on it',
  'Driver confirms: on the road since six',
  'The dock is free after two',
  'Spoke to the partner, they look into it',
  'The school lends its old devices until then',
] as const;

export const TRIED = [
  'Called the dispatcher twice and offered the early slot; they say that their contract does not let them',
  'Borrowed what the neighbours had, it is not enough',
  'Asked for credit at the hub; above what I may sign',
] as const;

export const GUIDANCE = [
  'You can settle this: offer them the early slot, and call me only if they say no twice',
  'Take it from the staging buffer first; if that is empty, buy',
  'Agree on a day with the principal, then tell the carrier, not the other way round',
] as const;

export const GOOD_LOOKS_LIKE = [
  'Devices on the desks before the first lesson, and no more than two calls to me',
  'The school knows every evening what comes the next day',
] as const;

export const QUESTIONS = [
  'Has the school a room where they can be locked away until then?',
  'What does the partner say, in one sentence?',
  'Can the pupils share for two days?',
] as const;
export const ANSWERS = [
  'Yes, and the principal agrees',
  'They admit the mistake and want until tomorrow',
  'Only the upper classes can',
] as const;
export const LESSONS = [
  'Deciding the same day was worth more than the better price',
  'We should have asked the school first',
  'The next one of this kind can stay with the region',
] as const;
