import type { PlaybookCommand } from '#domain';
import { ACTING } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { AgreeStandingOrderDto, ChangeLeversDto, EndDto, GiveHandOverDto, LimitHandOverDto, OpenPlaybookDto } from './playbooks.dto.js';

const by = ACTING;
const usd = (minor: number) => ({ minor, currency: 'USD' });
const limits = { amountLimit: usd(1_000_000), valueLimit: usd(10_000_000) };

export const playbookCommands = commandRows<PlaybookCommand, 'playbook'>()({
  OpenPlaybook: {
    at: '',
    body: OpenPlaybookDto,
    by,
    creates: (id) => `playbooks/${id}`,
    does: 'Open a playbook for a pattern',
    example: {
      playbook: 'late-carrier',
      programme: 'tablets',
      pattern: { kind: 'late', partnerClass: 'carrier' },
      levers: [{ code: 'second-truck', label: 'Ask for a second truck' }],
      model: 'All in place before the bell rings, and the school has heard of it first.',
    },
  },
  ChangeLevers: {
    at: ':playbook/change-levers',
    body: ChangeLeversDto,
    by,
    does: 'Change what a manager can do alone',
    example: {
      levers: [
        { code: 'second-truck', label: 'Ask for a second truck' },
        { code: 'saturday', label: 'Deliver on Saturday' },
      ],
    },
  },
  GiveHandOver: {
    at: ':playbook/give-hand-over',
    body: GiveHandOverDto,
    by,
    does: 'Let somebody decide a pattern from now on',
    example: { to: 'dana', ...limits },
  },
  LimitHandOver: {
    at: ':playbook/limit-hand-over',
    body: LimitHandOverDto,
    by,
    does: 'Change the limits of a hand-over',
    example: { ...limits, amountLimit: usd(500_000) },
  },
  EndHandOver: {
    at: ':playbook/end-hand-over',
    body: EndDto,
    by,
    does: 'End a hand-over',
    example: { reason: 'The carrier has changed.' },
  },
  ReturnHandOver: {
    at: ':playbook/return-hand-over',
    body: EndDto,
    by,
    does: 'Give a hand-over back',
    example: { reason: 'Too many at once.' },
  },
  AgreeStandingOrder: {
    at: ':playbook/agree-standing-order',
    body: AgreeStandingOrderDto,
    by,
    does: 'Agree what stands if nobody decides',
    example: { option: 'recommended', maxAmount: usd(500_000), text: 'Pay for the second truck.' },
  },
  EndStandingOrder: {
    at: ':playbook/end-standing-order',
    body: EndDto,
    by,
    does: 'End a standing order',
    example: { reason: 'The carrier has changed.' },
  },
});
