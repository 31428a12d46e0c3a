import { applyDecorators, type INestApplication } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Access } from './access.js';
import { refusal, titleOf, type FieldError, type Problem } from './problem.js';
import { list, maybe, named, namedSchemas, object, text, whole, type AnySchema } from './schema.js';

const fieldError = object<FieldError>({ field: text('units'), rule: text('must be a whole number from 1 to 1000000000') });

export const problem = named<Problem>('Problem', {
  type: text('/problems/grant-missing'),
  title: text('Grant missing'),
  status: whole(403),
  detail: text('no live grant covers spend of 24000.00 USD'),
  field: maybe(text('ask.spend')),
  errors: maybe(list(fieldError)),
  correlationId: maybe(text('0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11')),
});

const INDEX_HEADER = {
  'X-Gravitas-Index': { description: 'The entry of the log that the answer knows last.', schema: { type: 'integer' as const } },
};

/** One example for each status that a route may answer instead. */
const REFUSALS = {
  400: [
    'invalid-body',
    'units must be a whole number from 1 to 1000000000',
    'The request is not well-formed, or a field has the wrong shape.',
  ],
  401: ['not-authenticated', 'the credentials are not valid', 'No token, or one that opens nothing.'],
  403: ['grant-missing', 'no live grant covers spend of 24000.00 USD', 'The caller has no right to this.'],
  404: ['not-found', 'issue 42 does not exist', 'There is no such thing, or the caller may not see it.'],
  409: ['issue-already-closed', 'the issue is closed', 'The state that it is in does not permit this.'],
  412: ['revision-mismatch', 'issue-42 stands at revision 4, not 3', 'It changed since it was seen: `If-Match` names another revision.'],
  413: ['body-too-large', 'the body must have at most 262144 bytes', 'The body is too large.'],
  414: ['address-too-long', 'the address is too long', 'The address is too long.'],
  415: ['unsupported-media-type', 'the body must be application/json', 'The body is not JSON.'],
  422: [
    'invalid-value',
    'neededBy must not lie more than 20 years ahead',
    'A value breaks a rule; or the Idempotency-Key stands for another command.',
  ],
  429: [
    'too-many-requests',
    'too many requests by this token: at most 18000 in a minute',
    'Come again after the seconds that `Retry-After` names.',
  ],
  503: ['store-busy', 'the event store has too many appends waiting', 'Try again after the seconds that `Retry-After` names.'],
} as const;
type Status = keyof typeof REFUSALS;

const OF_COMMANDS: readonly Status[] = [400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 429, 503];
const OF_VIEWS: readonly Status[] = [400, 401, 403, 404, 414, 429, 503];
const OF_PUBLIC: readonly Status[] = [400, 414, 429, 503];

/** Documents how a route refuses. */
export function Refusals(kind: 'command' | 'view' | 'public'): MethodDecorator {
  const statuses = { command: OF_COMMANDS, view: OF_VIEWS, public: OF_PUBLIC }[kind];
  return applyDecorators(...statuses.map((status) => refusalResponse(status)));
}

/** Documents what a route answers, well and otherwise. */
export function Answers(status: number, schema: AnySchema, access: Access, kind: 'command' | 'view' = 'view'): MethodDecorator {
  return applyDecorators(
    ...(access === 'public' ? [] : [ApiBearerAuth()]),
    ApiResponse({
      status,
      description: 'Done.',
      headers: INDEX_HEADER,
      content: { 'application/json': { schema: schema.json, example: schema.example } },
    }),
    Refusals(access === 'public' ? 'public' : kind),
  );
}

function refusalResponse(status: Status): MethodDecorator {
  const [code, detail, description] = REFUSALS[status];
  const example = refusal(code, status, detail).problem;
  return ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: problem.json, examples: { [code]: { summary: titleOf(code), value: example } } } },
  });
}

const ABOUT = `Delivery issues, who decides them, and why.

Every change is a command that is refused or appends to the log; every view can be asked as of any entry of it (\`asOf\`), and can be told to wait until it knows an entry (\`waitFor\`).
Amounts are whole minor units of an ISO 4217 currency. Instants are UTC with milliseconds. A refusal is problem details (RFC 9457) whose \`type\` is the name of the rule.`;

/** The OpenAPI document of the routes that the application has. */
export function documentOf(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Gravitas')
    .setDescription(ABOUT)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This server')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of a person; for messages of machines, of a source.' })
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'webhook-signature', description: 'Of the message, with a secret of the source.' },
      'signature',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...Object.fromEntries(namedSchemas) } };
  return document;
}
