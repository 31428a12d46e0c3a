import { ANN, CHEN, DANA, GRACE, HELEN, IRIS, MARCUS, MARSH, membersAt, PAUL, SAM, SPONSOR } from './cast.js';
import { grantOf } from './opening.js';
import { hashOf, SECOND_LIMITS, SECOND_POLICY, usd } from './policies.js';
import { PLAYBOOKS, PROGRAMME } from './programme.js';
import type { Scene, Script } from './script.js';
import { at } from './story-time.js';

const away =
  (person: string, absenceId: string, from: string, until: string, substitute: string) =>
  async ({ stage }: Script) => {
    await stage.give(person, 'person', { type: 'PlanAbsence', person, absenceId, from, until, substitute });
  };

/** Absences, a conflict of interest, the change of policy, standing orders, a hand-over, and a partner's people. */
export const AGREEMENTS: readonly Scene[] = [
  [
    '08-18',
    '09:10',
    async ({ stage }) => {
      const reason = 'Sat on their advisory board until last winter';
      await stage.give(MARCUS, 'person', { type: 'DeclareConflict', person: MARCUS, with: { partner: 'brightpath' }, reason });
    },
  ],
  [
    '08-19',
    '09:00',
    async ({ stage }) => {
      await stage.give(IRIS, 'policyBook', { type: 'RecordExchangeRate', from: 'CAD', to: 'USD', numerator: 73, denominator: 100 });
    },
  ],
  [
    '08-21',
    '16:45',
    async ({ stage }) => {
      const { playbook } = PLAYBOOKS.imageAtStaging;
      const text = 'If nobody decides: wait a night for a clean image, and tell the school by four.';
      await stage.give(ANN, 'playbook', {
        type: 'AgreeStandingOrder',
        playbook,
        option: 'alternative',
        maxAmount: usd(40_000),
        text,
        until: null,
      });
    },
  ],
  ['08-27', '08:05', away(MARSH, 'flu', at('08-27', '08:00'), at('08-29', '08:00'), CHEN)],
  ['08-31', '09:30', away(HELEN, 'port-visit', at('09-03', '08:00'), at('09-05', '08:00'), SAM)],
  [
    '08-31',
    '10:00',
    async ({ stage }) => {
      const person = { name: 'Mira Vance', title: 'Director of supply' };
      await stage.give(HELEN, 'partner', { type: 'PutPersonForward', programme: PROGRAMME, code: 'vantar', rank: 2, ...person });
    },
  ],
  ['09-01', '10:40', contact('Agreed on one list of open orders; Mira answers for hers by noon each day', 25)],
  ['09-03', '10:40', contact('List is down to four lines; both sides let their people go on', 15)],
  [
    '09-03',
    '15:20',
    async ({ stage }) => {
      const note = 'Since the sums over 30 days with a partner count, nearly every ask goes up, and Ann decides about courier fees.';
      await stage.give(IRIS, 'policy', { type: 'ProposePolicy', hash: hashOf(SECOND_POLICY), policy: SECOND_POLICY, builtIn: false, note });
    },
  ],
  [
    '09-08',
    '11:15',
    async ({ stage }) => {
      const note =
        'Back-tested on the last three weeks: less than a third as much goes up, and nothing above a quarter of a million stays down.';
      await stage.give(PAUL, 'policy', { type: 'ApprovePolicy', hash: hashOf(SECOND_POLICY), note });
    },
  ],
  [
    '09-09',
    '07:30',
    async ({ stage }) => {
      for (const level of [1, 2] as const)
        for (const id of membersAt(level)) await stage.give(IRIS, 'person', grantOf(id, 'second', SECOND_LIMITS[level - 1] as number));
      await stage.give(PAUL, 'policyBook', { type: 'ActivatePolicy', scope: 'organisation', hash: hashOf(SECOND_POLICY) });
    },
  ],
  [
    '09-10',
    '09:40',
    async ({ stage }) => {
      const { playbook } = PLAYBOOKS.countAtStaging;
      const limits = { amountLimit: usd(10_000), valueLimit: usd(240_000), until: null };
      await stage.give(HELEN, 'playbook', { type: 'GiveHandOver', playbook, to: DANA, ...limits });
    },
  ],
  [
    '09-11',
    '09:20',
    async ({ stage }) => {
      const { playbook } = PLAYBOOKS.lateTown;
      const text = 'If nobody decides: it comes with the next regular run, and the school opens with loan devices.';
      await stage.give(ANN, 'playbook', {
        type: 'AgreeStandingOrder',
        playbook,
        option: 'alternative',
        maxAmount: null,
        text,
        until: null,
      });
    },
  ],
  ['09-16', '16:00', away(ANN, 'hearing', at('09-17', '08:00'), at('09-18', '08:00'), MARCUS)],
  ['09-21', '08:30', away(GRACE, 'leave', at('09-22', '08:00'), at('09-24', '08:00'), SAM)],
  [
    '09-25',
    '17:20',
    async ({ stage }) => {
      const reason = 'Sixty districts still wait for their first device; for them this is the launch.';
      await stage.give(SPONSOR, 'programme', { type: 'RenewLaunch', programme: PROGRAMME, until: at('11-27', '17:00'), reason });
    },
  ],
  [
    '09-28',
    '14:05',
    async ({ stage }) => {
      const person = { name: 'Victor Stahl', title: 'Vice president, operations' };
      await stage.give(HELEN, 'partner', { type: 'PutPersonForward', programme: PROGRAMME, code: 'brightpath', rank: 3, ...person });
    },
  ],
];

function contact(note: string, minutes: number): Scene[2] {
  return async ({ stage }) => {
    const [id, sheet] = [...stage.world.callSheets].find(([, { status }]) => status === 'open') ?? [null, null];
    if (sheet !== null) await stage.give(sheet.counterpart, 'callSheet', { type: 'RecordContact', note, minutes }, id);
  };
}
