import { Controller, Module, Param, Query, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '#read-models';
import { WithCaller, type Caller } from './caller.js';
import { CommandRoutes, type CommandRows } from './command-routes.js';
import type { FastifyReply } from './fastify.js';
import { commandsOf, type MasterCommands } from './master-data.commands.js';
import { queriesOf, type MasterRow } from './master-data.queries.js';
import { Moments } from './moments.js';
import { requireProgramme } from './programme-scope.js';
import type { Schema } from './schema.js';
import { NowDto, type NowPageDto } from './view-query.dto.js';
import { pageOf, tagged, View } from './view.js';

/** One of them: how it is spoken of, and what is its own. */
interface MasterDataOf<K extends keyof MasterCommands> {
  readonly noun: K;
  /** Many of them: the last part of the address, the view and the operation. */
  readonly plural: `${K}s`;
  readonly shows: { readonly page: string; readonly one: string };
  readonly rows: CommandRows<MasterCommands[K]>;
  readonly query: Type<NowPageDto>;
  readonly page: Schema<Page<MasterRow<K>>>;
  readonly row: Schema<MasterRow<K>>;
}

/** The module of one kind of master data: its commands, a page by code, and one by its code. */
export function MasterData<K extends keyof MasterCommands>({ noun, plural, shows, rows, query, page, row }: MasterDataOf<K>): Type {
  const { ToOne, Handler: CommandsHandler } = commandsOf(noun);
  const { AskFor, Handler: ViewHandler } = queriesOf(noun, plural);
  const path = `programmes/:programme/${plural}`;
  const Commands = CommandRoutes<MasterCommands[K]>({
    path,
    rows,
    target: () => null,
    fixed: ({ programme, code }) => ({ programme, ...(code === undefined ? {} : { code }) }),
    give: (request) => new ToOne(request),
  });

  @ApiTags(`${plural.charAt(0).toUpperCase()}${plural.slice(1)}`)
  @Controller(path)
  class Routes extends Commands {
    constructor(
      commands: CommandBus,
      private readonly queries: QueryBus,
      private readonly moments: Moments,
    ) {
      super(commands);
    }

    @View('', { id: plural, shows: shows.page, answers: page })
    async page(@WithCaller() caller: Caller, @Param('programme') programme: string, @Query() asked: NowPageDto): Promise<object> {
      requireProgramme(caller, programme);
      await this.moments.at(asked);
      const { waitFor: _waitFor, limit, cursor, ...filters } = asked;
      return this.queries.execute(new AskFor('page', { programme, ...filters, ...pageOf({ limit, cursor }) }));
    }

    @View(':code', { id: noun, shows: shows.one, answers: row })
    async one(
      @WithCaller() caller: Caller,
      @Param('programme') programme: string,
      @Param('code') code: string,
      @Query() asked: NowDto,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      requireProgramme(caller, programme);
      await this.moments.at(asked);
      return tagged(noun, await this.queries.execute(new AskFor('one', programme, code)), reply);
    }
  }
  // What a page may be asked is a class of each kind: both the check of the query and its documentation look for it here.
  Reflect.defineMetadata('design:paramtypes', [Object, String, query], Routes.prototype, 'page');

  @Module({ controllers: [Routes], providers: [CommandsHandler, ViewHandler] })
  class MasterDataModule {}
  return MasterDataModule;
}
