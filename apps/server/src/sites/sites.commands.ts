import type { SiteCommand } from '#domain';
import type { Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { RegisterSiteDto, SiteDto } from './sites.dto.js';

const by: Access = ['administrator', 'service'];
/** Both carry the whole site, so that the union has one member for the two names. */
type Commands = (SiteCommand & { readonly type: 'RegisterSite' }) | (Omit<SiteCommand, 'code'> & { readonly type: 'ChangeSite' });

export const siteCommands = commandRows<Commands, 'programme'>()({
  RegisterSite: {
    at: '',
    body: RegisterSiteDto,
    by,
    creates: (id) => `programmes/${id.replace('.', '/sites/')}`,
    does: 'Register a site',
    example: { code: 'moss-ridge', name: 'Moss Ridge', siteClass: 'large', region: 'South' },
  },
  ChangeSite: {
    at: ':code/change',
    body: SiteDto,
    by,
    does: 'Change a site',
    example: { name: 'Moss Ridge North', siteClass: 'large', region: 'South' },
  },
});
