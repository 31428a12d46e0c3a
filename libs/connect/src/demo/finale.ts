import { GRACE, HELEN, MBEKI, OKAFOR } from './cast.js';
import { usd } from './policies.js';
import { askFor, JOAN_FOR_ANN } from './scene-words.js';
import type { Scene, Script } from './script.js';
import { at } from './story-time.js';
import { WAITING_FOR_ANN } from './waiting-for-ann.js';

/** Truck 255, from a line without a count to an item with everything to decide at once. */
const TRUCK: readonly Scene[] = [
  [
    '09-28',
    '13:35',
    async (script) => {
      await script.file('truck-255', OKAFOR, {
        title: 'Truck 255 held at the state line with the laptops for Moss Ridge',
        description:
          'The driver was sent back at the weigh station with all of Moss Ridge on board. Brightpath holds our slot at staging until Tuesday evening.',
        kind: 'late',
        site: 'moss-ridge',
        order: null,
        partner: 'brightpath',
        neededBy: at('09-30', '17:00'),
        visibility: 2,
        criticalDetail: 'on_time',
      });
    },
  ],
  ['09-28', '13:50', (script) => script.onIssue('truck-255', OKAFOR, { type: 'AcceptWork' })],
  [
    '09-28',
    '14:30',
    async (script) => {
      if (script.isUp('truck-255')) return;
      const tried = 'The carrier has no other truck before Friday; the neighbours can lend 60 devices, not 1,792.';
      await script.onIssue('truck-255', OKAFOR, {
        type: 'AskToGoUp',
        missingAuthority: 'amount',
        leversTried: ['call_carrier', 'borrow'],
        tried,
      });
    },
  ],
  ['09-28', '14:40', (script) => script.onEscalation('truck-255', script.leaderOf('truck-255'), { type: 'Acknowledge' })],
  [
    '09-28',
    '15:20',
    (script) =>
      script.onIssue('truck-255', OKAFOR, {
        type: 'AmendIssue',
        title: 'Truck 255 held at the state line, 1,792 laptops short for Moss Ridge',
        changes: {
          order: 'PO-4102',
          units: 1_792,
          delayCostPerDay: usd(31_400),
          serials: ['MR-1001', 'MR-1002', 'MR-1003'],
          ask: askFor(
            'change_source',
            "Call Brightpath Staging's vice president and hold the Moss Ridge slot; if he cannot by noon, take 1,792 laptops from Vantar's stock ($686,336)",
            'Accept a 4-day slip and open the term with loan devices',
            { spend: usd(686_336) },
          ),
        },
      }),
  ],
  ['09-28', '15:45', (script) => script.onEscalation('truck-255', JOAN_FOR_ANN, { type: 'Acknowledge' })],
  [
    '09-28',
    '16:05',
    (script) => script.onIssue('truck-255', OKAFOR, { type: 'AddNote', text: 'Photos and the bill of lading are attached to the order' }),
  ],
  [
    '09-28',
    '16:15',
    (script) =>
      script.onEscalation('truck-255', JOAN_FOR_ANN, (ids) => ({
        type: 'AskQuestion',
        questionId: ids.derived('question'),
        of: OKAFOR,
        question: 'Until when does Vantar keep the 1,792 for us?',
      })),
  ],
  [
    '09-29',
    '08:25',
    async (script) => {
      const { question } = script.escalationOf('truck-255');
      const answer = 'Until Tuesday, one in the afternoon. After that they go to another state.';
      if (question !== null)
        await script.onEscalation('truck-255', OKAFOR, { type: 'AnswerQuestion', questionId: question.questionId, answer });
    },
  ],
  [
    '09-29',
    '10:00',
    (script) => script.onIssue('truck-255', OKAFOR, { type: 'AddNote', text: 'The driver says: they let nobody through before two' }),
  ],
];

/** Stepped up by Grace: it is beyond her, and she says so. */
const STEPPED_UP: readonly Scene[] = [
  [
    '09-28',
    '15:10',
    async (script) => {
      await script.file('loan-pool', MBEKI, {
        title: 'Union Grove keeps 300 loan devices that Weston was promised',
        kind: 'other',
        site: 'union-grove',
        units: 300,
        neededBy: at('10-06', '16:00'),
        visibility: 1,
        ask: askFor('move_stock', 'Move 150 of the loan devices to Weston tomorrow', 'Let each keep what it has until the term begins'),
      });
    },
  ],
  ['09-28', '15:55', (script) => script.onEscalation('loan-pool', GRACE, { type: 'Claim' })],
  [
    '09-28',
    '16:25',
    (script) =>
      script.onEscalation('loan-pool', GRACE, {
        type: 'StepUp',
        reason: 'Both superintendents have called me; neither will give way to anybody below you.',
      }),
  ],
  ['09-28', '16:45', (script) => script.onEscalation('loan-pool', JOAN_FOR_ANN, { type: 'Acknowledge' })],
];

/** A matter of safety: at least a head of department has it, and the top is told. */
const SWOLLEN: readonly Scene[] = [
  [
    '09-29',
    '09:05',
    (script) =>
      script.file('batteries', OKAFOR, {
        title: 'Swollen batteries in 14 devices at Kettle River',
        description: 'Fourteen of one lot. The teacher has put them on the stone steps outside.',
        kind: 'battery',
        site: 'kettle-river',
        partner: 'vantar',
        units: 14,
        neededBy: at('09-30', '16:00'),
        visibility: 1,
        exposure: 'safety',
        ask: askFor(
          'move_stock',
          'Take 14 devices from the reserve today and send the lot back as dangerous goods',
          'Lock the whole lot away and wait for the maker',
        ),
      }),
  ],
  ['09-29', '09:35', (script) => script.onEscalation('batteries', script.leaderOf('batteries'), { type: 'Acknowledge' })],
];

/** What Joan does with some of them. */
const SORTED: readonly Scene[] = [
  [
    '09-28',
    '16:50',
    (script) =>
      script.onEscalation('packing-list', JOAN_FOR_ANN, (ids) => ({
        type: 'AskQuestion',
        questionId: ids.derived('question'),
        of: HELEN,
        question: 'Would Halyard agree, or do we have to give notice?',
      })),
  ],
  [
    '09-29',
    '09:00',
    (script) => script.onEscalation('windows', JOAN_FOR_ANN, { type: 'Snooze', until: at('09-29', '13:00'), untilFactChanges: true }),
  ],
];

/** What still waits on Tuesday at ten, most of it for Ann. */
export const FINALE: readonly Scene[] = [
  ...WAITING_FOR_ANN.map(({ name, filed, by, told }): Scene => [...filed, (script: Script) => script.file(name, by, told)]),
  ...WAITING_FOR_ANN.flatMap(({ name, seen }): Scene[] =>
    seen === null ? [] : [[...seen, (script: Script) => script.onEscalation(name, JOAN_FOR_ANN, { type: 'Acknowledge' })]],
  ),
  ...TRUCK,
  ...STEPPED_UP,
  ...SWOLLEN,
  ...SORTED,
];
