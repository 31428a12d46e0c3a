import { Module } from '@nestjs/common';
import { OrganisationController, PoliciesController } from './policies.controller.js';
import { PolicyBookHandler, PolicyHandler } from './policies.handler.js';
import { PoliciesHandler } from './policies.queries.js';

@Module({ controllers: [PoliciesController, OrganisationController], providers: [PolicyHandler, PolicyBookHandler, PoliciesHandler] })
export class PoliciesModule {}
