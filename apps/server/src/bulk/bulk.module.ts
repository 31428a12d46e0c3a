import { Module } from '@nestjs/common';
import { FilesIn } from './bulk.handler.js';
import { FilesOut } from './bulk.queries.js';
import { BulkRoutes } from './bulk.routes.js';

const PEOPLE = `person,name,title,email,level,reportsTo,roles
nia,Nia West,"Manager, deliveries",nia@example.org,1,lee,"manager (programme=tablets, region=South)"
`;
const SITES = 'code,name,siteClass,region\nmoss-ridge,Moss Ridge,large,South\n';
const PARTNERS = 'code,name,partnerClass,key\nnorthline,Northline Freight,carrier,yes\n';
const ORDERS = 'code,partner,site,units,unitValue,delayCostPerDay\nPO-118,northline,moss-ridge,1792,383.00 USD,\n';

/** Whole files of what an organisation keeps. */
@Module({
  controllers: [BulkRoutes('people', PEOPLE), BulkRoutes('sites', SITES), BulkRoutes('partners', PARTNERS), BulkRoutes('orders', ORDERS)],
  providers: [FilesIn, FilesOut],
})
export class BulkModule {}
