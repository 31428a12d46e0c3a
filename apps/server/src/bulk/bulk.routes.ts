import { applyDecorators, Controller, Get, HttpCode, Param, Post, Query, Req, StreamableFile, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import type { Role } from '#domain';
import { bulkKinds, type BulkKind, type BulkReport } from '#connect';
import { Allow, type Access } from '../http/access.js';
import { holdsEverywhere, WithCaller, type Caller } from '../http/caller.js';
import type { FastifyRequest } from '../http/fastify.js';
import { Moments } from '../http/moments.js';
import { Answers, Refusals } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { requireProgramme } from '../http/programme-scope.js';
import { NowDto } from '../http/view-query.dto.js';
import { BulkQueryDto } from './bulk.dto.js';
import { BringFile } from './bulk.handler.js';
import { TakeFile } from './bulk.queries.js';
import { bulkReport } from './bulk.views.js';

/** Whole files are for people who keep the master data: a feed gives its commands one by one. */
const MAY_BRING: Access = ['administrator'];
const MAY_TAKE: readonly Role[] = ['administrator', 'auditor'];

const CODE = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' };
const FILE = { type: 'string' } as const;

/** The two routes of one kind. `example` is a file that is accepted. */
export function BulkRoutes(plural: BulkKind['plural'], example: string): Type {
  const at = plural === 'people' ? 'people' : `programmes/:programme/${plural}`;
  const inProgramme = applyDecorators(...(plural === 'people' ? [] : [ApiParam({ name: 'programme', schema: CODE })]));
  const columns = [bulkKinds[plural].key, ...Object.keys(bulkKinds[plural].columns)].join(', ');
  const name = plural.charAt(0).toUpperCase() + plural.slice(1);

  @ApiTags(name)
  @Controller()
  class Routes {
    constructor(
      private readonly commands: CommandBus,
      private readonly queries: QueryBus,
      private readonly moments: Moments,
    ) {}

    @Post(`${at}/import`)
    @HttpCode(200)
    @Allow(MAY_BRING)
    @ApiOperation({
      operationId: `import${name}`,
      summary: `Bring ${plural} in a CSV file`,
      description: `Columns, in any order: ${columns}. What stands already is left, so the same file again changes nothing. A row that is wrong is reported, and the rest goes on.`,
    })
    @inProgramme
    @ApiConsumes('text/csv')
    @ApiBody({ schema: FILE, required: true, examples: { example: { value: example } } })
    @Answers(200, bulkReport, MAY_BRING, 'command')
    async bring(@WithCaller() caller: Caller, @Query() query: BulkQueryDto, @Req() request: FastifyRequest): Promise<BulkReport> {
      const { programme = '' } = request.params as { programme?: string };
      this.#requireSight(caller, programme);
      const { claim } = caller;
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return this.commands.execute(new BringFile(plural, bytes, { claim, programme, correlationId: request.id }, query));
    }

    @Get(`${at}.csv`)
    @Allow(MAY_TAKE)
    @ApiOperation({
      operationId: `export${name}`,
      summary: `Take ${plural} out as a CSV file`,
      description:
        'Brought in again, it changes nothing. A cell that a spreadsheet would calculate begins with an apostrophe, which is taken off again.',
    })
    @inProgramme
    @ApiBearerAuth()
    @ApiResponse({ status: 200, description: 'Done.', content: { 'text/csv': { schema: FILE, example } } })
    @Refusals('view')
    async take(@WithCaller() caller: Caller, @Param('programme') programme = '', @Query() query: NowDto): Promise<StreamableFile> {
      this.#requireSight(caller, programme);
      const lines = await this.queries.execute(new TakeFile(plural, programme, await this.moments.at(query)));
      return new StreamableFile(Readable.from(lines), {
        type: 'text/csv; charset=utf-8',
        disposition: `attachment; filename="${plural}.csv"`,
      });
    }

    /** People are the organisation's: the whole list, with how to reach them, is for whoever keeps or looks over all of it. */
    #requireSight(caller: Caller, programme: string): void {
      if (plural !== 'people') requireProgramme(caller, programme);
      else if (!holdsEverywhere(caller, MAY_TAKE)) {
        throw new HttpProblem('not-allowed', `needs the role ${MAY_TAKE.join(' or ')} in the whole organisation`);
      }
    }
  }
  return Routes;
}
