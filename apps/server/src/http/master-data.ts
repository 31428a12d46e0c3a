import { Controller, Inject, Module, Param, Query, Res, type Type } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, QueryBus, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { OrderCommand, PartnerCommand, SiteCommand } from '#domain';
import type { Orders, Page, Partners, ReadModels, Sites } from '#read-models';
import { Ask } from './ask.js';
import { WithCaller, type Caller } from './caller.js';
import { CommandRoutes, type CommandRows } from './command-routes.js';
import type { FastifyReply } from './fastify.js';
import { Moments } from './moments.js';
import { requireProgramme } from './programme-scope.js';
import type { Schema } from './schema.js';
import { READ_MODELS } from './tokens.js';
import { NowDto, type NowPageDto } from './view-query.dto.js';
import { pageOf, tagged, View } from './view.js';

/** What a programme keeps by code, by the noun that takes its commands. */
interface Kinds {
  readonly site: { readonly command: SiteCommand; readonly view: Sites };
  readonly partner: { readonly command: PartnerCommand; readonly view: Partners };
  readonly order: { readonly command: OrderCommand; readonly view: Orders };
}
type RowOf<K extends keyof Kinds> = Kinds[K]['view'] extends { page(...of: never[]): Promise<Page<infer Row>> } ? Row : never;

/** One of them: how it is spoken of, and what is its own. */
interface MasterDataOf<K extends keyof Kinds> {
  readonly noun: K;
  /** Many of them: the last part of the address, the view and the operation. */
  readonly plural: `${K}s`;
  readonly shows: { readonly page: string; readonly one: string };
  readonly rows: CommandRows<Kinds[K]['command']>;
  readonly query: Type<NowPageDto>;
  readonly page: Schema<Page<RowOf<K>>>;
  readonly row: Schema<RowOf<K>>;
}

/** What the views of all kinds have in common. */
interface CodeView {
  page(request: object): Promise<Page<{ readonly revision: number }>>;
  one(programme: string, code: string): Promise<{ readonly revision: number } | null>;
}

/** The module of one kind of master data: its commands, a page by code, and one by its code. */
export function MasterData<K extends keyof Kinds>({ noun, plural, shows, rows, query, page, row }: MasterDataOf<K>): Type {
  class ToOne extends Command<Accepted> {
    constructor(readonly request: CommandRequest<Kinds[K]['command']>) {
      super();
    }
  }

  @CommandHandler(ToOne)
  class CommandsHandler implements ICommandHandler<ToOne> {
    constructor(private readonly engine: Engine) {}

    execute({ request }: ToOne): Promise<Accepted> {
      return this.engine.handle(noun, request as never);
    }
  }

  class AskFor<M extends keyof CodeView> extends Ask<CodeView, M> {}

  @QueryHandler(AskFor)
  class ViewHandler implements IQueryHandler<AskFor<keyof CodeView>> {
    constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

    async execute(asked: AskFor<keyof CodeView>) {
      const view = this.views[plural] as unknown as CodeView & Record<K, CodeView['one']>;
      return asked.of({ page: (request) => view.page(request), one: (programme, code) => view[noun](programme, code) });
    }
  }

  const path = `programmes/:programme/${plural}`;
  const Commands = CommandRoutes<Kinds[K]['command']>({
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
