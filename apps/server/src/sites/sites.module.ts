import { MasterData } from '../http/master-data.js';
import { siteCommands } from './sites.commands.js';
import { SitesQueryDto } from './sites.query.dto.js';
import { sitePage, siteRow } from './sites.views.js';

export const SitesModule = MasterData({
  noun: 'site',
  plural: 'sites',
  shows: { page: 'Sites of a programme, by code', one: 'A site' },
  rows: siteCommands,
  query: SitesQueryDto,
  page: sitePage,
  row: siteRow,
});
