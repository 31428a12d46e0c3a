import { Module } from '@nestjs/common';
import { SitesController } from './sites.controller.js';
import { SiteHandler } from './sites.handler.js';
import { SitesHandler } from './sites.queries.js';

@Module({ controllers: [SitesController], providers: [SiteHandler, SitesHandler] })
export class SitesModule {}
