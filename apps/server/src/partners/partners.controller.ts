import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { PartnerCommand } from '#domain';
import type { Page, PartnerRow } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { requireProgramme } from '../http/programme-scope.js';
import { NowDto } from '../http/view-query.dto.js';
import { pageOf, tagged, View } from '../http/view.js';
import { partnerCommands } from './partners.commands.js';
import { ToPartner } from './partners.handler.js';
import { AskPartners } from './partners.queries.js';
import { PartnersQueryDto } from './partners.query.dto.js';
import { partnerPage, partnerRow } from './partners.views.js';

const Commands = CommandRoutes<PartnerCommand>({
  path: 'programmes/:programme/partners',
  rows: partnerCommands,
  target: () => null,
  fixed: ({ programme, code }) => ({ programme, ...(code === undefined ? {} : { code }) }),
  give: (request) => new ToPartner(request),
});

@ApiTags('Partners')
@Controller('programmes/:programme/partners')
export class PartnersController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'partners', shows: 'Partners of a programme, by code', answers: partnerPage })
  async page(
    @WithCaller() caller: Caller,
    @Param('programme') programme: string,
    @Query() query: PartnersQueryDto,
  ): Promise<Page<PartnerRow>> {
    requireProgramme(caller, programme);
    await this.moments.at(query);
    const { waitFor: _waitFor, limit, cursor, ...filters } = query;
    return this.queries.execute(new AskPartners('page', { programme, ...filters, ...pageOf({ limit, cursor }) }));
  }

  @View(':code', { id: 'partner', shows: 'A partner', answers: partnerRow })
  async one(
    @WithCaller() caller: Caller,
    @Param('programme') programme: string,
    @Param('code') code: string,
    @Query() query: NowDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartnerRow> {
    requireProgramme(caller, programme);
    await this.moments.at(query);
    return tagged('partner', await this.queries.execute(new AskPartners('partner', programme, code)), reply);
  }
}
