import { Module } from '@nestjs/common';
import { ProgrammesController } from './programmes.controller.js';
import { ProgrammeHandler } from './programmes.handler.js';
import { ProgrammesHandler } from './programmes.queries.js';

@Module({ controllers: [ProgrammesController], providers: [ProgrammeHandler, ProgrammesHandler] })
export class ProgrammesModule {}
