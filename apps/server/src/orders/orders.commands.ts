import type { OrderCommand } from '#domain';
import type { Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { OrderDto, RegisterOrderDto } from './orders.dto.js';

const by: Access = ['administrator', 'service'];
type Commands = (OrderCommand & { readonly type: 'RegisterOrder' }) | (Omit<OrderCommand, 'code'> & { readonly type: 'ChangeOrder' });

const example = { partner: 'northline', site: 'moss-ridge', units: 1792, unitValue: { minor: 38_300, currency: 'USD' } };

export const orderCommands = commandRows<Commands, 'programme'>()({
  RegisterOrder: {
    at: '',
    body: RegisterOrderDto,
    by,
    creates: (id) => `programmes/${id.replace('.', '/orders/')}`,
    does: 'Register an order',
    example: { code: 'PO-118', ...example },
  },
  ChangeOrder: { at: ':code/change', body: OrderDto, by, does: 'Change an order', example: { ...example, units: 1800 } },
});
