import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import { ROLES, type PersonCommand } from '#domain';
import type { GrantRow, PersonDetails, PersonRow } from '#read-models';
import { holdsEverywhere, WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { text } from '../http/schema.js';
import { listing, type Listing } from '../http/view-parts.js';
import { MomentDto } from '../http/view-query.dto.js';
import { tagged, View } from '../http/view.js';
import { personCommands } from './people.commands.js';
import { ToPerson } from './people.handler.js';
import { AskPeople } from './people.queries.js';
import { PeopleQueryDto } from './people.query.dto.js';
import { grants, people, personDetails } from './people.views.js';

const Commands = CommandRoutes<PersonCommand>({
  path: 'people',
  rows: personCommands,
  target: ({ person }) => person ?? null,
  fixed: ({ person }, { target }) => ({ person: person ?? target }),
  about: ({ person }) => (person === undefined ? [] : [person]),
  give: (request) => new ToPerson(request),
});

/** Feeds know nobody. */
const by = ROLES.filter((role) => role !== 'service');

const ids = listing('PersonIds', text('dana'));

@ApiTags('People')
@Controller('people')
export class PeopleController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'people', shows: 'People, by level from the top', answers: people, by })
  async list(@Query() query: PeopleQueryDto): Promise<Listing<PersonRow>> {
    const { asOf: _asOf, waitFor: _waitFor, ...filters } = query;
    return { items: await this.queries.execute(new AskPeople('list', { moment: await this.moments.at(query), ...filters })) };
  }

  @View(':person', {
    id: 'person',
    shows: 'A person, with what they may do',
    says: 'Tokens and conflicts of interest are for the person, and administrators and auditors of the whole organisation.',
    answers: personDetails,
    by,
  })
  async person(
    @WithCaller() caller: Caller,
    @Param('person') id: string,
    @Query() query: MomentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonDetails> {
    const details = tagged(
      'person',
      await this.queries.execute(new AskPeople('person', { id, moment: await this.moments.at(query) })),
      reply,
    );
    const all = caller.claim.id === id || holdsEverywhere(caller, ['administrator', 'auditor']);
    return all ? details : { ...details, tokens: [], conflicts: [] };
  }

  @View(':person/below', { id: 'peopleBelow', shows: 'Everybody below a person’s line', answers: ids, by })
  async below(@Param('person') id: string, @Query() query: MomentDto): Promise<Listing<string>> {
    return { items: await this.queries.execute(new AskPeople('below', { id, moment: await this.moments.at(query) })) };
  }
}

@ApiTags('People')
@Controller('grants')
export class GrantsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {}

  @View('', { id: 'grants', shows: 'All authority that was given and stands', answers: grants, by })
  async grants(@Query() query: MomentDto): Promise<Listing<GrantRow>> {
    return { items: await this.queries.execute(new AskPeople('grants', { moment: await this.moments.at(query) })) };
  }
}
