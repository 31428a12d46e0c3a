import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Name, World } from './world.js';

/** Whatever JSON holds: tests say what they expect of it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  /** As it is sent, in place of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
};

/** Calls a server, and holds every answer against what the server's own document says of it. */
export class Client {
  /** Operations that were answered as they should be, by id. */
  readonly done = new Set<string>();
  readonly #world: World;
  readonly #document: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false });

  private constructor(world: World, document: Json) {
    this.#world = world;
    this.#document = document;
    (formats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema(document, 'api');
  }

  static async of(world: World): Promise<Client> {
    const answer = await fetch(`${world.url}/api/openapi.json`);
    return new Client(world, await answer.json());
  }

  get document(): Json {
    return this.#document;
  }

  /** A call by somebody, or by nobody. The path is below /api/v1, unless it begins with a slash twice. */
  async call(who: Name | null, path: string, { method, body, raw, headers = {} }: Call = {}): Promise<Answer> {
    const sends = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const verb = method ?? (sends === undefined ? 'GET' : 'POST');
    const url = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
    const answer = await fetch(this.#world.url + url, {
      method: verb,
      headers: {
        ...(who === null ? {} : { authorization: `Bearer ${this.#world.tokens[who]}` }),
        ...(sends === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sends === undefined ? {} : { body: sends as string }),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    const parsed = { status: answer.status, headers: answer.headers, body: type.includes('json') && text !== '' ? JSON.parse(text) : text };
    if (verb !== 'HEAD') this.#hold(verb, url, parsed);
    return parsed;
  }

  get(who: Name | null, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call(who, path, { headers });
  }

  post(who: Name | null, path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call(who, path, { body, headers });
  }

  /** The operation at a path, if the document has it. */
  operationAt(method: string, url: string): { readonly operation: Operation; readonly template: string } | undefined {
    const parts = (url.split('?', 1)[0] ?? '').replace(/\/$/, '').split('/');
    const matching = Object.keys(this.#document.paths)
      .filter((path) => matches(path.split('/'), parts))
      .sort((a, b) => a.split('{').length - b.split('{').length);
    const template = matching.find((path) => this.#document.paths[path][method.toLowerCase()] !== undefined);
    return template === undefined ? undefined : { template, operation: this.#document.paths[template][method.toLowerCase()] as Operation };
  }

  #hold(method: string, url: string, { status, body, headers }: Answer): void {
    const found = this.operationAt(method, url);
    if (found === undefined) return;
    const { operation, template } = found;
    const type = (headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
    const media = operation.responses[String(status)]?.content?.[type];
    if (media === undefined)
      throw new Error(`${method} ${template} answered ${status} ${type}, which its document does not know: ${JSON.stringify(body)}`);
    const pointer = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
      .map(escaped)
      .join('/');
    const validate = this.#ajv.getSchema(`api#/${pointer}`);
    if (validate === undefined) throw new Error(`no schema at ${pointer}`);
    if (validate(body) !== true) {
      throw new Error(
        `${method} ${template} answered ${status} otherwise than its document says: ${JSON.stringify(validate.errors)}\n${JSON.stringify(body).slice(0, 1000)}`,
      );
    }
    if (status < 300) this.done.add(operation.operationId);
  }
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, i) => part.startsWith('{') || part === parts[i]);
}

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
