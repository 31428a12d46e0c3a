import { ALVAREZ, ANN, BOONE, HELEN, JOAN, LINDQVIST, SATO } from './cast.js';
import { usd } from './policies.js';
import { askFor, decideTo, JOAN_FOR_ANN } from './scene-words.js';
import type { Scene } from './script.js';
import { at } from './story-time.js';

/** Taken back within ten seconds, and decided otherwise. */
const UNDONE: readonly Scene[] = [
  [
    '09-10',
    '10:05',
    (script) =>
      script.file('keyboards', ALVAREZ, {
        title: '164 units with the wrong keyboard layout, Copper Basin',
        kind: 'wrong_model',
        site: 'copper-basin',
        partner: 'vantar',
        units: 164,
        neededBy: at('09-16', '16:00'),
        ask: askFor('waiver', 'Waive the keyboard layout for Copper Basin this term', 'Exchange all of them, three weeks'),
      }),
  ],
  ['09-10', '11:35', (script) => script.onEscalation('keyboards', ANN, { type: 'Claim' })],
  [
    '09-10',
    '11:50',
    async (script) => {
      const options = ['Waive the layout this term', 'Exchange all of them'];
      await script.onEscalation('keyboards', ANN, decideTo('alternative', 'Exchange all of them', 'A waiver makes it the rule', options));
      await script.stage.wait(6);
      await script.onEscalation('keyboards', ANN, {
        type: 'WithdrawDecision',
        reason: 'I misread the date: the tests are before the exchange',
      });
      await script.stage.wait(74);
      const why = 'The tests are in two weeks; they are exchanged in the holidays';
      await script.onEscalation('keyboards', ANN, decideTo('recommended', 'The layout is waived for this term', why, options));
      script.leave('keyboards');
    },
  ],
];

/** "Delegate", said by a leader: the score had sent it up. */
const DELEGATED: readonly Scene[] = [
  [
    '09-14',
    '09:25',
    async (script) => {
      await script.file('two-halves', SATO, {
        title: 'Consolidated load for Silver Mesa split without notice',
        kind: 'late',
        site: 'silver-mesa',
        partner: 'halyard',
        units: 980,
        neededBy: at('09-16', '12:00'),
        visibility: 2,
      });
      const reason = 'Kenji has both drivers on the phone; it is a matter of an hour.';
      await script.onIssue('two-halves', HELEN, { type: 'CallDelegate', level: 1, until: null, reason });
      script.leave('two-halves');
    },
  ],
];

/** Decided, and superseded on the next day. */
const SUPERSEDED: readonly Scene[] = [
  [
    '09-15',
    '08:45',
    (script) =>
      script.file('second-supplier', LINDQVIST, {
        title: 'Vantar moves the date for Hartwell for the third time',
        kind: 'late',
        site: 'hartwell',
        partner: 'vantar',
        units: 310,
        neededBy: at('09-23', '16:00'),
        visibility: 1,
        ask: askFor(
          'change_source',
          'Buy the 310 devices for Hartwell from the second supplier, $118,730',
          'Give Vantar a last date, with a penalty',
          {
            spend: usd(118_730),
          },
        ),
      }),
  ],
  ['09-15', '09:00', (script) => script.onEscalation('second-supplier', script.leaderOf('second-supplier'), { type: 'Claim' })],
  [
    '09-15',
    '09:25',
    async (script) => {
      const why = 'They have the devices on a ship that is in port';
      const words = decideTo('alternative', 'Vantar gets until Monday, with a penalty', why, ['The second supplier', 'A last date']);
      await script.onEscalation('second-supplier', script.leaderOf('second-supplier'), words);
    },
  ],
  [
    '09-16',
    '13:10',
    async (script) => {
      const { type: _type, ...words } = decideTo(
        'recommended',
        'The second supplier delivers; the order with Vantar is cut by 310',
        'The ship is held by customs',
        ['Wait for customs', 'The second supplier'],
      );
      const supersedes = script.decisionOf('second-supplier').revision;
      await script.onEscalation('second-supplier', script.leaderOf('second-supplier'), { type: 'SupersedeDecision', supersedes, ...words });
      script.leave('second-supplier');
    },
  ],
];

/** Decided in a corridor, told by the assistant, confirmed by Ann herself; and once denied. */
const TOLD_BY_JOAN: readonly Scene[] = [
  [
    '09-16',
    '09:50',
    (script) =>
      script.file('letter', BOONE, {
        title: 'Parents at Jubilee ask in public where the devices are',
        kind: 'late',
        site: 'jubilee',
        partner: 'northline',
        units: 190,
        neededBy: at('09-22', '16:00'),
        visibility: 3,
        ask: askFor('public_statement', 'Tell the parents of Jubilee in public what happened and when the devices come'),
      }),
  ],
  ['09-16', '10:05', (script) => script.onEscalation('letter', JOAN_FOR_ANN, { type: 'Acknowledge' })],
  [
    '09-16',
    '11:02',
    (script) =>
      script.onEscalation('letter', JOAN, (ids) => {
        const {
          type: _type,
          decisionGroup: _group,
          ...words
        } = decideTo('no', 'Ann said that she would rather not write', 'She was on the phone', []);
        return { type: 'ReportDecision', reportId: ids.derived('report'), decider: ANN, saidAt: at('09-16', '10:40'), ...words };
      }),
  ],
  [
    '09-16',
    '11:09',
    (script) =>
      script.onEscalation('letter', ANN, {
        type: 'DenyReport',
        reportId: script.reportOf('letter'),
        reason: 'I meant the press, not the parents',
      }),
  ],
  [
    '09-16',
    '11:25',
    (script) =>
      script.onEscalation('letter', JOAN, (ids) => {
        const said = decideTo(
          'recommended',
          'Ann said on the way to the lift: write to the parents today, in her name',
          'She would rather say it herself',
          [],
        );
        const { type: _type, decisionGroup: _group, ...words } = said;
        return { type: 'ReportDecision', reportId: ids.derived('report'), decider: ANN, saidAt: at('09-16', '11:20'), ...words };
      }),
  ],
  [
    '09-16',
    '11:36',
    async (script) => {
      const optionsConsidered = ['A letter today', 'Wait for the truck'];
      const words = { decision: 'A letter to the parents today, in my name', rationale: 'Better from us, and first', optionsConsidered };
      await script.onEscalation('letter', ANN, { type: 'ConfirmReport', reportId: script.reportOf('letter'), ...words });
      script.leave('letter');
    },
  ],
];

/** Single issues of the weeks after the second policy came into force. */
export const MIDDLE_WEEKS: readonly Scene[] = [...UNDONE, ...DELEGATED, ...SUPERSEDED, ...TOLD_BY_JOAN];
