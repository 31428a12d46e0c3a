import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import type { Accepted } from '#application';
import type { IssueCommand } from '#domain';
import type { BoardRow, FilingHints, IssuePage, Page } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { requireProgramme } from '../http/programme-scope.js';
import type { Listing } from '../http/view-parts.js';
import { MomentDto } from '../http/view-query.dto.js';
import { found, pageOf, tagged, View } from '../http/view.js';
import { acceptedAndRouted, routeView, type RouteView } from '../routing/routing.views.js';
import { Routes } from '../routing/routes.js';
import { issueCommands } from './issues.commands.js';
import { ToIssue } from './issues.handler.js';
import { AskBoard, ShowIssue } from './issues.queries.js';
import { AlikeQueryDto, BoardQueryDto, HintsQueryDto } from './issues.query.dto.js';
import { alikeRows, boardCounts, boardPage, boardRow, filingHints, issuePage, type BoardCounts } from './issues.views.js';

const Commands = CommandRoutes<IssueCommand>({
  path: 'issues',
  rows: issueCommands,
  target: ({ issue }) => issue ?? null,
  give: (request) => new ToIssue(request),
  routed: acceptedAndRouted,
});

@ApiTags('Issues')
@Controller('issues')
export class IssuesController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
    private readonly routes: Routes,
  ) {
    super(commands);
  }

  protected override async following(accepted: Accepted, request: FastifyRequest, seconds: number): Promise<object> {
    return { routed: await this.routes.after(accepted, seconds) };
  }

  @View('', { id: 'board', shows: 'Issues: mine, my team’s, waiting, overdue, …', answers: boardPage })
  async board(@WithCaller() caller: Caller, @Query() query: BoardQueryDto): Promise<Page<BoardRow>> {
    const { view, sort = null, limit, cursor, asOf: _asOf, waitFor: _waitFor, ...filters } = query;
    const request = { ...(await this.moments.seenBy(caller, query)), view, sort, filters, ...pageOf({ limit, cursor }) };
    return this.queries.execute(new AskBoard('page', request));
  }

  @View('counts', { id: 'boardCounts', shows: 'How many issues each view of the board holds', answers: boardCounts })
  async counts(@WithCaller() caller: Caller, @Query() query: MomentDto): Promise<BoardCounts> {
    return this.queries.execute(new AskBoard('counts', await this.moments.seenBy(caller, query)));
  }

  @View('alike', { id: 'alikeIssues', shows: 'Open issues that look like the one being filed', answers: alikeRows })
  async alike(@WithCaller() caller: Caller, @Query() query: AlikeQueryDto): Promise<Listing<BoardRow>> {
    const { programme, kind = null, site = null, partner = null, order = null, limit } = query;
    const request = { ...(await this.moments.seenBy(caller, query)), programme, kind, site, partner, order, limit };
    return { items: await this.queries.execute(new AskBoard('alike', request)) };
  }

  @View('filing-hints', { id: 'filingHints', shows: 'What a filing form offers first', answers: filingHints })
  async hints(@WithCaller() caller: Caller, @Query() query: HintsQueryDto): Promise<FilingHints> {
    requireProgramme(caller, query.programme);
    return this.queries.execute(new AskBoard('filingHints', { ...(await this.moments.seenBy(caller, query)), programme: query.programme }));
  }

  @View(':issue', { id: 'issue', shows: 'An issue with all that happened to it, and why it is where it is', answers: issuePage })
  async page(
    @WithCaller() caller: Caller,
    @Param('issue') issue: string,
    @Query() query: MomentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuePage> {
    return tagged('issue', await this.queries.execute(new ShowIssue({ ...(await this.moments.seenBy(caller, query)), issue })), reply);
  }

  @View(':issue/row', { id: 'issueRow', shows: 'An issue as the board shows it', answers: boardRow })
  async row(@WithCaller() caller: Caller, @Param('issue') issue: string, @Query() query: MomentDto): Promise<BoardRow> {
    return found('issue', await this.queries.execute(new AskBoard('issue', { ...(await this.moments.seenBy(caller, query)), issue })));
  }

  @View(':issue/why', { id: 'issueWhy', shows: 'Why an issue was routed where it is, in words', answers: routeView })
  async why(@WithCaller() caller: Caller, @Param('issue') issue: string, @Query() query: MomentDto): Promise<RouteView> {
    const page = found('issue', await this.queries.execute(new ShowIssue({ ...(await this.moments.seenBy(caller, query)), issue })));
    return this.routes.shown(found('route', page.route).record);
  }
}
