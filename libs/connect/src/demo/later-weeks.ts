import { ANN, BOONE, DANA, HELEN, LINDQVIST, MARSH, MBEKI, OKAFOR, SAM } from './cast.js';
import { usd } from './policies.js';
import { askFor, decideTo } from './scene-words.js';
import type { Scene } from './script.js';
import { afterMinutes, at } from './story-time.js';

/** Asked up, and taken back: it was not needed any more. */
const TAKEN_BACK: readonly Scene[] = [
  [
    '09-18',
    '10:15',
    async (script) => {
      await script.file('lift', MBEKI, {
        title: 'The lift at Maple Plain is out, 80 cartons stand in the yard',
        kind: 'other',
        site: 'maple-plain',
        units: 80,
        neededBy: at('09-25', '16:00'),
      });
      const tried = 'Asked the janitor and the football team.';
      await script.onIssue('lift', MBEKI, { type: 'AskToGoUp', missingAuthority: 'move_staff', leversTried: [], tried });
    },
  ],
  [
    '09-18',
    '10:50',
    async (script) => {
      await script.onEscalation('lift', MBEKI, { type: 'WithdrawEscalation', reason: 'The football team came after all' });
      await script.onIssue('lift', MBEKI, { type: 'AcceptWork' });
      await script.onIssue('lift', MBEKI, { type: 'ResolveIssue', outcome: 'fixed', resolution: 'Carried up by hand, all 80' });
    },
  ],
];

/** Passed on, claimed and given back, snoozed until a fact changes, woken by it, decided. */
const PASSED_ON: readonly Scene[] = [
  [
    '09-21',
    '09:10',
    (script) =>
      script.file('chargers', OKAFOR, {
        title: 'Chargers of the old model in 230 boxes, Stillwater Bend',
        kind: 'wrong_model',
        site: 'stillwater-bend',
        partner: 'vantar',
        units: 230,
        neededBy: at('10-02', '16:00'),
        ask: askFor('move_stock', 'Take 230 chargers from the central reserve', 'Wait for the maker, nine days', { spend: usd(3_900) }),
      }),
  ],
  ['09-21', '09:40', (script) => script.onEscalation('chargers', HELEN, { type: 'Reassign', to: SAM, reason: 'Sam keeps the reserve' })],
  ['09-21', '09:55', (script) => script.onEscalation('chargers', SAM, { type: 'Claim' })],
  [
    '09-21',
    '10:20',
    (script) => script.onEscalation('chargers', SAM, { type: 'Release', reason: 'Called to the hub; whoever is free may have it' }),
  ],
  [
    '09-21',
    '10:55',
    (script) =>
      script.onEscalation('chargers', SAM, { type: 'Snooze', until: afterMinutes(script.stage.now(), 150), untilFactChanges: true }),
  ],
  ['09-21', '11:40', (script) => script.onIssue('chargers', OKAFOR, { type: 'AmendIssue', changes: { units: 205 } })],
  [
    '09-21',
    '13:20',
    async (script) => {
      const words = decideTo('recommended', '205 chargers from the reserve, today', 'The reserve is there for this', [
        'The reserve',
        'Wait nine days',
      ]);
      await script.onEscalation('chargers', SAM, words);
      script.leave('chargers');
    },
  ],
];

/** It would go up; but such cases were handed over to Dana after early success. */
const HANDED_OVER: readonly Scene[] = [
  [
    '09-22',
    '08:50',
    async (script) => {
      await script.file('short-again', DANA, {
        title: '600 devices short of packing list 611, Harrow Falls',
        kind: 'wrong_count',
        site: 'harrow-falls',
        partner: 'brightpath',
        units: 600,
        neededBy: at('09-22', '14:00'),
        visibility: 2,
        irreversible: true,
      });
      await script.onIssue('short-again', DANA, { type: 'AcceptWork' });
    },
  ],
  [
    '09-22',
    '12:40',
    async (script) => {
      const resolution = 'Recounted on the phone; staging sent the missing cartons from the buffer';
      await script.onIssue('short-again', DANA, { type: 'ResolveIssue', outcome: 'fixed', resolution });
    },
  ],
];

/** The reason to go up is gone within the hour; it is kept for a working day, and comes back by itself. */
const KEPT_FOR_A_DAY: readonly Scene[] = [
  [
    '09-23',
    '09:00',
    (script) =>
      script.file('film-crew', MARSH, {
        title: '900 devices for Port Calder stand in the port, and a film crew beside them',
        kind: 'late',
        site: 'port-calder',
        partner: 'halyard',
        units: 900,
        neededBy: at('09-25', '16:00'),
        visibility: 3,
      }),
  ],
  ['09-23', '09:35', (script) => script.onEscalation('film-crew', script.leaderOf('film-crew'), { type: 'Acknowledge' })],
  [
    '09-23',
    '10:00',
    async (script) => {
      const changes = { neededBy: at('10-08', '16:00'), visibility: 0 };
      await script.onIssue('film-crew', MARSH, { type: 'AmendIssue', changes });
      await script.onIssue('film-crew', MARSH, {
        type: 'AddNote',
        text: 'The crew was there for a ferry. The school starts with them in October.',
      });
    },
  ],
  ['09-23', '16:58', async (script) => script.leave('film-crew')],
];

/** What Ann's last week was like before the committee: two decisions. */
const QUIET_WEEK: readonly Scene[] = [
  [
    '09-24',
    '10:20',
    (script) =>
      script.file('stadium', BOONE, {
        title: 'Magnolia Heights wants to hand all devices out at the stadium, with the press',
        kind: 'other',
        site: 'magnolia-heights',
        units: 320,
        neededBy: at('10-02', '16:00'),
        visibility: 2,
        ask: askFor(
          'official_visit',
          'Come to the stadium on Friday and hand out the first one',
          'Hand them out in the class rooms, without the press',
        ),
      }),
  ],
  ['09-24', '11:30', (script) => script.onEscalation('stadium', ANN, { type: 'Claim' })],
  [
    '09-24',
    '11:54',
    async (script) => {
      const options = ['Come to the stadium', 'In the class rooms, without the press'];
      const decision = 'In the class rooms. I come to one of them, and nobody is told before';
      await script.onEscalation('stadium', ANN, decideTo('alternative', decision, 'A stadium is a promise for every district', options));
      script.leave('stadium');
    },
  ],
  [
    '09-25',
    '09:10',
    (script) =>
      script.file('sent-back', LINDQVIST, {
        title: 'Vantar wants to be paid for 240 devices that Weston sent back',
        kind: 'returned',
        site: 'weston',
        partner: 'vantar',
        units: 240,
        neededBy: at('10-05', '16:00'),
        ask: askFor(
          'contract_change',
          'Agree with Vantar that what comes back within a week is not paid',
          'Pay, and claim it at the end of the year',
        ),
      }),
  ],
  ['09-25', '11:32', (script) => script.onEscalation('sent-back', ANN, { type: 'Claim' })],
  [
    '09-25',
    '11:58',
    async (script) => {
      const options = ['Not paid within a week', 'Pay now, claim later'];
      const decision = 'Agreed with their chief executive: what comes back within ten days is not paid';
      await script.onEscalation('sent-back', ANN, decideTo('recommended', decision, 'He offered it before I had asked', options));
      script.leave('sent-back');
    },
  ],
];

/** Single issues of the last two weeks. */
export const LATER_WEEKS: readonly Scene[] = [...TAKEN_BACK, ...PASSED_ON, ...HANDED_OVER, ...KEPT_FOR_A_DAY, ...QUIET_WEEK];
