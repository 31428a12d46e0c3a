import { ANN, CHEN, DANA, IYER, LINDQVIST, MARSH } from './cast.js';
import { usd } from './policies.js';
import { askFor, decideTo, JOAN_FOR_ANN } from './scene-words.js';
import type { Scene } from './script.js';
import { at } from './story-time.js';

/** Called by a leader: it would have stayed with the manager. */
const CALLED: readonly Scene[] = [
  [
    '08-18',
    '10:05',
    async (script) => {
      await script.file('first-school', DANA, {
        title: 'First delivery of all: 60 devices for New Hope come a day late',
        kind: 'late',
        site: 'new-hope',
        partner: 'northline',
        units: 60,
        neededBy: at('08-24', '12:00'),
        visibility: 1,
      });
      const reason = 'The governor opens the term there; I want to know that they are on the desks.';
      await script.onIssue('first-school', ANN, { type: 'CallMine', until: at('08-22', '12:00'), reason });
    },
  ],
  ['08-18', '11:45', (script) => script.onEscalation('first-school', ANN, { type: 'Claim' })],
  [
    '08-18',
    '12:05',
    async (script) => {
      const decision = 'Northline sends a van of its own tonight; they have offered it';
      const options = ['Wait for the regular run', 'A van tonight'];
      await script.onEscalation(
        'first-school',
        ANN,
        decideTo('other', decision, 'The first delivery is what people will remember', options),
      );
      script.leave('first-school');
    },
  ],
];

/** Priced in another currency, decided by the manager who filed it. */
const IN_CANADIAN_DOLLARS: readonly Scene[] = [
  [
    '08-19',
    '10:30',
    async (script) => {
      await script.file('adapters', LINDQVIST, {
        title: 'Adapters for 90 devices come from Ontario, and the invoice with them',
        kind: 'wrong_model',
        site: 'hartwell',
        units: 90,
        neededBy: at('08-28', '16:00'),
        ask: askFor('spend', 'Pay the Canadian invoice over 2,480 dollars', 'Send the adapters back', {
          spend: { minor: 248_000, currency: 'CAD' },
        }),
      });
      await script.onIssue('adapters', LINDQVIST, { type: 'AcceptWork' });
    },
  ],
  [
    '08-19',
    '11:10',
    async (script) => {
      const words = { decision: 'The invoice is paid', rationale: 'They fit, and they are here', optionsConsidered: ['Pay', 'Send back'] };
      await script.onIssue('adapters', LINDQVIST, { type: 'DecideIssue', option: 'recommended', terms: null, ...words });
      await script.onIssue('adapters', LINDQVIST, { type: 'ResolveIssue', outcome: 'fixed', resolution: 'Paid; all 90 charge' });
    },
  ],
];

/** Sent back with advice; asked again, and now it stands. */
const ASKED_TWICE: readonly Scene[] = [
  [
    '08-20',
    '09:15',
    async (script) => {
      await script.file('dock', IYER, {
        title: 'The dock at Sweetgum is locked until ten, the truck comes at seven',
        kind: 'refused',
        site: 'sweetgum',
        partner: 'cedar-lake',
        units: 60,
        neededBy: at('08-28', '16:00'),
      });
      const tried = 'Asked the courier for a later slot; they say that only the head office changes slots.';
      await script.onIssue('dock', IYER, { type: 'AskToGoUp', missingAuthority: 'contract_change', leversTried: [], tried });
    },
  ],
  ['08-20', '10:05', (script) => script.onEscalation('dock', script.leaderOf('dock'), { type: 'Acknowledge' })],
  [
    '08-20',
    '13:40',
    async (script) => {
      const guidance = 'Ask the school for a key instead: a slot costs us a week, a key costs a phone call.';
      await script.onEscalation('dock', script.leaderOf('dock'), { type: 'ReturnWithGuidance', guidance });
    },
  ],
  [
    '08-21',
    '09:30',
    async (script) => {
      const tried = 'The school may not hand out keys; it says so in their insurance.';
      await script.onIssue('dock', IYER, { type: 'AskToGoUp', missingAuthority: 'contract_change', leversTried: [], tried });
    },
  ],
  ['08-21', '10:10', (script) => script.onEscalation('dock', script.leaderOf('dock'), { type: 'Claim' })],
  [
    '08-21',
    '10:45',
    async (script) => {
      const decision = 'I call their head office: the slot moves to ten for the whole region';
      const words = decideTo('other', decision, 'Twelve schools of the south open at ten', ['A key for the driver', 'A slot at ten']);
      await script.onEscalation('dock', script.leaderOf('dock'), words);
      script.leave('dock');
    },
  ],
];

/** A roadblock that only the top can remove: what the manager asks for is for nobody below Ann. */
const ROADBLOCK: readonly Scene[] = [
  [
    '08-25',
    '08:40',
    async (script) => {
      await script.file('weigh-station', MARSH, {
        title: 'Every truck to Port Calder is held at the weigh station for a missing permit',
        kind: 'late',
        site: 'port-calder',
        order: null,
        partner: 'northline',
        neededBy: at('09-03', '16:00'),
      });
      const tried = 'Two drivers waited four hours each; Northline says that its contract makes the permit our matter.';
      await script.onIssue('weigh-station', MARSH, { type: 'AskToGoUp', missingAuthority: 'contract_change', leversTried: [], tried });
      const ask = askFor(
        'contract_change',
        "Change Northline's contract: the carrier files the permits",
        'Buy day permits for every truck ourselves',
      );
      await script.onIssue('weigh-station', MARSH, { type: 'AmendIssue', changes: { ask } });
    },
  ],
  ['08-25', '09:20', (script) => script.onEscalation('weigh-station', script.leaderOf('weigh-station'), { type: 'Acknowledge' })],
  ['08-25', '10:50', (script) => script.onEscalation('weigh-station', ANN, { type: 'Claim' })],
  [
    '08-25',
    '11:05',
    async (script) => {
      const decision = "Northline's contract is changed: from tonight the carrier files the permits";
      const why = 'No manager can sign this, and every truck to the coast waits for it';
      await script.onEscalation(
        'weigh-station',
        ANN,
        decideTo('recommended', decision, why, ['Change the contract', 'Buy day permits ourselves']),
      );
      script.leave('weigh-station');
    },
  ],
];

/** Nobody decides in time: what was agreed beforehand does. */
const STANDING_ORDER: readonly Scene[] = [
  [
    '08-26',
    '08:30',
    (script) =>
      script.file('image-106', CHEN, {
        title: 'Content filter missing on image 106, all of Seabright',
        kind: 'misconfigured',
        site: 'seabright',
        partner: 'brightpath',
        units: 340,
        neededBy: at('08-28', '12:00'),
        visibility: 1,
        ask: askFor('spend', 'Send six contractors to Seabright tonight for $26,400', 'Wait a night for a clean image from staging', {
          spend: usd(26_400),
        }),
      }),
  ],
  ['08-26', '08:50', (script) => script.onEscalation('image-106', JOAN_FOR_ANN, { type: 'Acknowledge' })],
  ['08-26', '15:00', async (script) => script.leave('image-106')],
];

/** Three schools, one lot of the maker. */
const SAME_KEYS = [
  ['keys-amity', CHEN, 'amity', '40 units with the wrong keyboard layout, Amity'],
  ['keys-delray', IYER, 'delray-crossing', '40 units with the wrong keyboard layout, Delray Crossing'],
  ['keys-corran', DANA, 'corran-mills', '40 units with the wrong keyboard layout, Corran Mills'],
] as const;

/** One decision for three issues. */
const TOGETHER: readonly Scene[] = [
  [
    '08-28',
    '09:20',
    async (script) => {
      for (const [name, by, site, title] of SAME_KEYS) {
        const ask = askFor('waiver', 'Waive the keyboard layout until the holidays', 'Exchange them, three weeks');
        await script.file(name, by, {
          title,
          kind: 'wrong_model',
          site,
          partner: 'vantar',
          units: 40,
          neededBy: at('09-04', '16:00'),
          ask,
        });
      }
    },
  ],
  [
    '08-28',
    '10:45',
    async (script) => {
      const options = ['Waive it for all three', 'Exchange them, three weeks'];
      const words = decideTo(
        'recommended',
        'Waived for all three, until the holidays',
        'It is one lot, and one mistake of the maker',
        options,
      );
      for (const [name] of SAME_KEYS) {
        await script.onEscalation(name, ANN, { ...words, decisionGroup: 'one-lot' });
        script.leave(name);
      }
    },
  ],
];

/** Single issues of August, under the first policy. */
export const FIRST_WEEKS: readonly Scene[] = [
  ...CALLED,
  ...IN_CANADIAN_DOLLARS,
  ...ASKED_TWICE,
  ...ROADBLOCK,
  ...STANDING_ORDER,
  ...TOGETHER,
];
