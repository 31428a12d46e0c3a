import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { SiteCommand } from '#domain';
import type { Page, SiteRow } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { requireProgramme } from '../http/programme-scope.js';
import { NowDto } from '../http/view-query.dto.js';
import { pageOf, tagged, View } from '../http/view.js';
import { siteCommands } from './sites.commands.js';
import { ToSite } from './sites.handler.js';
import { AskSites } from './sites.queries.js';
import { SitesQueryDto } from './sites.query.dto.js';
import { sitePage, siteRow } from './sites.views.js';

const Commands = CommandRoutes<SiteCommand>({
  path: 'programmes/:programme/sites',
  rows: siteCommands,
  target: () => null,
  fixed: ({ programme, code }) => ({ programme, ...(code === undefined ? {} : { code }) }),
  give: (request) => new ToSite(request),
});

@ApiTags('Sites')
@Controller('programmes/:programme/sites')
export class SitesController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'sites', shows: 'Sites of a programme, by code', answers: sitePage })
  async page(@WithCaller() caller: Caller, @Param('programme') programme: string, @Query() query: SitesQueryDto): Promise<Page<SiteRow>> {
    requireProgramme(caller, programme);
    await this.moments.at(query);
    const { waitFor: _waitFor, limit, cursor, ...filters } = query;
    return this.queries.execute(new AskSites('page', { programme, ...filters, ...pageOf({ limit, cursor }) }));
  }

  @View(':code', { id: 'site', shows: 'A site', answers: siteRow })
  async one(
    @WithCaller() caller: Caller,
    @Param('programme') programme: string,
    @Param('code') code: string,
    @Query() query: NowDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SiteRow> {
    requireProgramme(caller, programme);
    await this.moments.at(query);
    return tagged('site', await this.queries.execute(new AskSites('site', programme, code)), reply);
  }
}
