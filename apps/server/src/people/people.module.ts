import { Module } from '@nestjs/common';
import { GrantsController, PeopleController } from './people.controller.js';
import { PersonHandler } from './people.handler.js';
import { PeopleHandler } from './people.queries.js';

@Module({ controllers: [PeopleController, GrantsController], providers: [PersonHandler, PeopleHandler] })
export class PeopleModule {}
