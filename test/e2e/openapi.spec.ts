import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { knownPaths } from '../../apps/server/src/http/known-paths.js';
import { Client, type Json } from './client.js';
import { startWorld, type World } from './world.js';

let world: World;
let client: Client;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
});
afterAll(() => world.close());

const operations = (): { path: string; method: string; operation: Json }[] =>
  Object.entries<Json>(client.document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the description of the interface', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(client.document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(client.document.openapi).toBe('3.1.0');
  });

  it('knows every route that the server has, and no other', () => {
    const excluded = ['/', '/api/openapi.json', '/api/docs', '/metrics'];
    const served = knownPaths(world.app.getHttpAdapter().getInstance())
      .all.filter(({ method, path }) => method !== 'HEAD' && !path.includes('*') && !excluded.includes(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const described = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(described.sort()).toEqual([...new Set(served)].sort());
  });

  it('says of each operation what it does, what it takes and answers, and how it refuses, with an example of each', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { method, path, operation } of operations()) {
      const at = `${method} ${path}`;
      expect([at, operation.summary?.length > 3, operation.tags?.length]).toEqual([at, true, 1]);
      const [success] = Object.entries<Json>(operation.responses).filter(([status]) => status.startsWith('2'));
      expect([at, Object.values<Json>(success?.[1].content)[0].example === undefined]).toEqual([at, false]);
      expect([at, operation.responses['503'] !== undefined]).toEqual([at, true]);
      if (method === 'post')
        for (const { examples } of Object.values<Json>(operation.requestBody.content))
          expect([at, Object.values<Json>(examples).length]).toEqual([at, 1]);
      if (operation.security === undefined) expect(path).toMatch(/^\/(health|metrics|v2)\b/); // alerts have their key in the body
    }
  });

  it('gives examples that are what the schemas say', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(client.document, 'api');
    const errorsOf = (pointer: readonly string[], shown: unknown): unknown => {
      const validate = ajv.getSchema(`api#/${pointer.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/')}`);
      if (validate === undefined) return 'there is no schema';
      return validate(shown) === true ? null : validate.errors;
    };
    const exampleIn = ({ example, examples }: Json): unknown => example ?? Object.values<Json>(examples)[0].value;
    for (const { method, path, operation } of operations()) {
      const at = ['paths', path, method];
      for (const [type, media] of Object.entries<Json>(operation.requestBody?.content ?? {})) {
        const pointer = [...at, 'requestBody', 'content', type, 'schema'];
        expect([pointer, errorsOf(pointer, exampleIn(media))]).toEqual([pointer, null]);
      }
      for (const [status, { content = {} }] of Object.entries<Json>(operation.responses)) {
        if (status > '299' && path !== '/api/v1/issues') continue; // the same everywhere
        for (const [type, media] of Object.entries<Json>(content)) {
          const pointer = [...at, 'responses', status, 'content', type, 'schema'];
          expect([pointer, errorsOf(pointer, exampleIn(media))]).toEqual([pointer, null]);
        }
      }
    }
  });
});

describe('the pages for people', () => {
  it.each(['//api/docs', '//'])('%s loads nothing from elsewhere', async (path) => {
    const { status, headers, body } = await client.get(null, path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body).not.toMatch(/<script|<img|<link|src=|@import/);
  });

  it('lists every operation', async () => {
    const { body } = await client.get(null, '//api/docs');
    for (const { path, operation } of operations()) {
      expect(body).toContain(`<code>${path}</code>`);
      expect(operation.summary.length).toBeGreaterThan(0);
    }
  });

  it('shows no tokens of a real log', async () => {
    expect((await client.get(null, '//')).body).not.toContain('gvt_');
  });
});
