import type { PolicyBookCommand } from '#domain';
import type { Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { ActivatePolicyDto, RecordExchangeRateDto, SetUpOrganisationDto, SwitchSoloModeDto } from './policies.dto.js';

const by: Access = ['administrator'];

/** What is in force, in a scope or in the whole organisation. */
export const policyBookCommands = commandRows<PolicyBookCommand>()({
  ActivatePolicy: {
    at: 'policies/:hash/activate',
    body: ActivatePolicyDto,
    by,
    does: 'Put a policy in force',
    says: 'Going back to an earlier version is activating it again. A running case keeps the version that it was routed by.',
    example: { scope: 'organisation' },
    command: ({ scope }, { params }) => ({ scope, hash: params['hash'] ?? '' }),
  },
  SetUpOrganisation: {
    at: 'organisation/set-up',
    body: SetUpOrganisationDto,
    by,
    does: 'Fix name, routing currency and levels of the organisation',
    example: { name: 'Tablets for all', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] },
  },
  SwitchSoloMode: {
    at: 'organisation/switch-solo-mode',
    body: SwitchSoloModeDto,
    by,
    does: 'Let the only administrator approve their own policies',
    example: { on: true },
  },
  RecordExchangeRate: {
    at: 'organisation/record-exchange-rate',
    body: RecordExchangeRateDto,
    by,
    does: 'Record an exchange rate into the routing currency',
    says: 'amount × numerator ÷ denominator',
    example: { from: 'EUR', to: 'USD', numerator: 108, denominator: 100 },
  },
});
