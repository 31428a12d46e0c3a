import { Module } from '@nestjs/common';
import { PartnersController } from './partners.controller.js';
import { PartnerHandler } from './partners.handler.js';
import { PartnersHandler } from './partners.queries.js';

@Module({ controllers: [PartnersController], providers: [PartnerHandler, PartnersHandler] })
export class PartnersModule {}
