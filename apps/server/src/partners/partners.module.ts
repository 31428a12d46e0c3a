import { MasterData } from '../http/master-data.js';
import { partnerCommands } from './partners.commands.js';
import { PartnersQueryDto } from './partners.query.dto.js';
import { partnerPage, partnerRow } from './partners.views.js';

export const PartnersModule = MasterData({
  noun: 'partner',
  plural: 'partners',
  shows: { page: 'Partners of a programme, by code', one: 'A partner' },
  rows: partnerCommands,
  query: PartnersQueryDto,
  page: partnerPage,
  row: partnerRow,
});
