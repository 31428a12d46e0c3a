import { Module } from '@nestjs/common';
import { PlaybooksController } from './playbooks.controller.js';
import { PlaybookHandler } from './playbooks.handler.js';
import { PlaybooksHandler } from './playbooks.queries.js';

@Module({ controllers: [PlaybooksController], providers: [PlaybookHandler, PlaybooksHandler] })
export class PlaybooksModule {}
