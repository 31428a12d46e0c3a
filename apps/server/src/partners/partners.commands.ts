import type { PartnerCommand } from '#domain';
import { ACTING, type Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { PartnerDto, PutPersonForwardDto, RegisterPartnerDto, StandPersonDownDto } from './partners.dto.js';

const by: Access = ['administrator', 'service'];
type Registers = Extract<PartnerCommand, { readonly type: 'RegisterPartner' }>;
type Others = Exclude<PartnerCommand, Registers>;
type WithoutCode<C> = C extends unknown ? Omit<C, 'code'> : never;

export const partnerCommands = commandRows<Registers | (WithoutCode<Others> & { readonly type: Others['type'] }), 'programme'>()({
  RegisterPartner: {
    at: '',
    body: RegisterPartnerDto,
    by,
    creates: (id) => `programmes/${id.replace('.', '/partners/')}`,
    does: 'Register a partner',
    example: { code: 'northline', name: 'Northline Freight', partnerClass: 'carrier', key: true },
  },
  ChangePartner: {
    at: ':code/change',
    body: PartnerDto,
    by,
    does: 'Change a partner',
    example: { name: 'Northline Freight', partnerClass: 'carrier', key: false },
  },
  PutPersonForward: {
    at: ':code/put-person-forward',
    body: PutPersonForwardDto,
    by: ACTING,
    does: 'Say that a partner has put a senior person forward',
    example: { rank: 3, name: 'Pat Moreau', title: 'Vice president, logistics' },
  },
  StandPersonDown: {
    at: ':code/stand-person-down',
    body: StandPersonDownDto,
    by: ACTING,
    does: "Say that a partner's senior person has stood down",
    example: { reason: 'The reload is done.' },
  },
});
