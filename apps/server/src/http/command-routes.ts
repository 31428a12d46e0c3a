import { Post, Req, Res, type Type } from '@nestjs/common';
import type { Command, CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from './fastify.js';
import type { Accepted, CommandIds, CommandRequest } from '#application';
import { Allow, type Access } from './access.js';
import { accepted as acceptedSchema, acceptedView } from './accepted.js';
import { expectedRevisionOf, idempotencyKeyOf, secondsToWait } from './headers.js';
import { Answers } from './openapi.js';
import { HttpProblem } from './problem.js';
import type { AnySchema } from './schema.js';
import { validBody } from './valid-body.js';

type AnyCommand = { readonly type: string };
type Params = Readonly<Record<string, string>>;

/** What a route knows when it makes its command. */
interface Given {
  readonly params: Params;
  readonly ids: CommandIds;
}

/** Said beside a command, not by it. */
type Beside = { readonly mentions?: readonly string[] };
type Stated<Body> = Omit<Body, keyof Beside>;
/** What the body has to say of a command: all but its type and what the path says. */
type Said<C extends AnyCommand, T, Fixed extends string> = Omit<Extract<C, { readonly type: T }>, 'type' | Fixed>;

interface Row<Body> {
  /** Below the controller's path: `:issue/amend`. */
  readonly at: string;
  readonly body: Type<Body>;
  /** What it does, in a few words. */
  readonly does: string;
  readonly says?: string;
  /** A body that is accepted where the case permits it. */
  readonly example: Readonly<Record<string, unknown>>;
  readonly by: Access;
  /** The address of what comes into being; it is answered with 201. */
  readonly creates?: (id: string, params: Params) => string;
  /** It leads to a route, for which the caller may wait. */
  readonly routes?: true;
}

/** `says` is a field's own where the body is not word for word what the command says. */
type RowOf<C extends AnyCommand, T, Fixed extends string, Body> = Row<Body> &
  (Stated<Body> extends Said<C, T, Fixed>
    ? { readonly command?: (body: Stated<Body>, given: Given) => Said<C, T, Fixed> }
    : { readonly command: (body: Stated<Body>, given: Given) => Said<C, T, Fixed> });

/** A row whose types were checked where it was written. */
export interface CommandRow extends Row<object> {
  readonly command?: (body: never, given: Given) => object;
}
export type CommandRows<C extends AnyCommand> = Readonly<Partial<Record<C['type'], CommandRow>>>;

/** One row for each command of a decider that people give over HTTP; a command that has none does not compile, unless it is named in `Without`. */
export function commandRows<C extends AnyCommand, Fixed extends string = never, Without extends string = never>() {
  return <Bodies extends Readonly<Record<Exclude<C['type'], Without>, object>>>(rows: {
    readonly [T in keyof Bodies]: RowOf<C, T, Fixed, Bodies[T]>;
  }): CommandRows<C> => rows as unknown as CommandRows<C>;
}

export interface CommandPlan<C extends AnyCommand> {
  readonly path: string;
  readonly rows: CommandRows<C>;
  /** The id part of the target stream; null: the command names it, or it is new. */
  readonly target: (params: Params) => string | null;
  /** What the path says of every command. */
  readonly fixed?: (params: Params, ids: CommandIds) => object;
  /** People whom every text is about, by the path. */
  readonly about?: (params: Params) => readonly string[];
  readonly give: (request: CommandRequest<C>) => Command<Accepted>;
  /** What is answered where the caller may wait for a route. */
  readonly routed?: AnySchema;
}

/** A controller to extend, with a POST route for each row. */
export function CommandRoutes<C extends AnyCommand>(plan: CommandPlan<C>) {
  class Routes {
    protected readonly commands: CommandBus;

    constructor(commands: CommandBus) {
      this.commands = commands;
    }

    /** What a command led to that the caller waited for; overridden where there is something. */
    protected async following(_accepted: Accepted, _request: FastifyRequest, _seconds: number): Promise<object> {
      return {};
    }

    /** Gives one command, and answers what was accepted. */
    protected async give(type: string, row: CommandRow, request: FastifyRequest, reply: FastifyReply): Promise<object> {
      const body = await validBody<Beside>(request.body, row.body);
      const accepted = await this.commands.execute<Command<Accepted>, Accepted>(plan.give(requestOf(plan, type, row, body, request)));
      const seconds = row.routes === true ? secondsToWait(request) : undefined;
      // It is accepted, whatever becomes of what it leads to: then the answer is what it would have been without waiting.
      const led = seconds === undefined ? null : await this.following(accepted, request, seconds).catch(() => null);
      if (led !== null) void reply.header('preference-applied', `wait=${String(seconds)}`);
      void reply.headers({ etag: `"${accepted.revision}"`, 'x-gravitas-index': String(accepted.index ?? -1) });
      const location = row.creates?.(accepted.id, request.params as Params);
      if (location !== undefined) void reply.header('location', `/api/v1/${location}`);
      void reply.code(location === undefined ? 200 : 201);
      return { ...acceptedView(accepted), ...led };
    }
  }
  for (const [type, row] of Object.entries(plan.rows) as [string, CommandRow][]) addRoute(Routes, plan, type, row);
  return Routes;
}

function requestOf<C extends AnyCommand>(
  plan: CommandPlan<C>,
  type: string,
  row: CommandRow,
  { mentions = [], ...body }: Beside,
  request: FastifyRequest,
): CommandRequest<C> {
  const { caller } = request;
  if (caller === undefined) throw new HttpProblem('not-authenticated', 'the credentials are not valid');
  const params = request.params as Params;
  const key = idempotencyKeyOf(request);
  const expectedRevision = expectedRevisionOf(request);
  return {
    id: plan.target(params),
    command: (ids) => {
      const said = row.command === undefined ? body : row.command(body as never, { params, ids });
      return { type, ...plan.fixed?.(params, ids), ...said } as unknown as C;
    },
    claim: caller.claim,
    identity: key === undefined ? null : { key },
    correlationId: request.id,
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
    mentions: [...(plan.about?.(params) ?? []), ...mentions],
  };
}

/** Adds a method and decorates it, as somebody would by hand. */
function addRoute<C extends AnyCommand>(controller: { prototype: object }, plan: CommandPlan<C>, type: string, row: CommandRow): void {
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  const prototype = controller.prototype as Record<string, unknown> & { give(...of: unknown[]): Promise<object> };
  const method = function (this: typeof prototype, request: FastifyRequest, reply: FastifyReply): Promise<object> {
    return this.give(type, row, request, reply);
  };
  const descriptor = { value: method, writable: true, configurable: true, enumerable: false };
  Object.defineProperty(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
  for (const decorate of documentationOf(plan, name, row)) decorate(prototype, name, descriptor);
  Post(row.at)(prototype, name, descriptor);
  Allow(row.by)(prototype, name, descriptor);
}

function documentationOf<C extends AnyCommand>({ path, routed }: CommandPlan<C>, name: string, row: CommandRow): MethodDecorator[] {
  const answer = row.routes === true && routed !== undefined ? routed : acceptedSchema;
  const params = [...`${path}/${row.at}`.matchAll(/:(\w+)/g)].map(([, param]) => param as string);
  return [
    ApiOperation({ operationId: name, summary: row.does, ...(row.says === undefined ? {} : { description: row.says }) }),
    ...params.map((param) => ApiParam({ name: param, schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' } })),
    ApiBody({ type: row.body, examples: { example: { value: row.example } } }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Makes a repetition safe: it is answered as the first time.',
      schema: { type: 'string', maxLength: 200 },
    }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag that was seen; if it is another by now, the answer is 412.',
      schema: { type: 'string' },
    }),
    ...(row.routes === true
      ? [
          ApiHeader({
            name: 'Prefer',
            required: false,
            description: '`wait=5`: waits up to so many seconds for the route, and answers it too.',
            schema: { type: 'string' },
          }),
        ]
      : []),
    Answers(row.creates === undefined ? 200 : 201, answer, row.by, 'command'),
  ];
}
