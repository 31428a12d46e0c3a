import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_BODY_DEPTH, parseJson } from './json-body.js';
import { HttpProblem } from './problem.js';

const parse = (text: string): unknown => parseJson(Buffer.from(text));

function refusal(body: Buffer): HttpProblem {
  try {
    parseJson(body);
  } catch (error) {
    if (error instanceof HttpProblem) return error;
  }
  throw new Error('was not refused');
}

describe('a JSON body', () => {
  it('is the value that JSON.parse makes of it', () => {
    const safe = fc
      .jsonValue({ noUnicodeString: false })
      .map((value) => JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Math.trunc(part % 1e9) + 0 : part)))
      // These names are refused, below; the generator likes them.
      .filter((text) => !/"(?:__proto__|constructor|prototype)":/.test(text));
    fc.assert(
      fc.property(safe, (text) => expect(parse(text)).toEqual(JSON.parse(text))),
      { numRuns: 50 },
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'a', 'stands twice'],
    ['{"a":{"b":[{},{"c":1,"\\u0063":2}]}}', 'a.b[1].c', 'stands twice'],
    ['{"__proto__":{"admin":true}}', '__proto__', 'not a name'],
    ['{"a":[1,{"constructor":1}]}', 'a[1].constructor', 'not a name'],
    ['{"units":1e999}', 'units', 'whole number'],
    ['{"units":9007199254740993}', 'units', 'whole number'],
    ['{"units":1.5}', 'units', 'whole number'],
    ['{"units":[1,-0]}', 'units[1]', 'whole number'],
    [`{"a":${'['.repeat(MAX_BODY_DEPTH)}${']'.repeat(MAX_BODY_DEPTH)}}`, 'a[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]', 'nested deeper'],
  ])('is refused with its field: %s', (text, field, rule) => {
    const { code, message, more } = refusal(Buffer.from(text));
    expect(code).toBe('invalid-body');
    expect(more.field).toBe(field);
    expect(message).toContain(rule);
  });

  it.each(['{"units":NaN}', '{"a":1,}', "{'a':1}", '', '{"a":1}{"b":2}', '\ufeff{}', '[Infinity]', 'undefined'])(
    'is refused when it is not JSON: %s',
    (text) => {
      expect(refusal(Buffer.from(text)).code).toBe('malformed-json');
    },
  );

  it('is refused when it is not UTF-8', () => {
    expect(refusal(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toMatchObject({ code: 'malformed-json', message: 'the body is not UTF-8' });
  });

  it('echoes no more of a key than can be shown', () => {
    const { field } = refusal(Buffer.from(`{"${'k'.repeat(500)}\\u0000":1.5}`)).more;
    expect(field).toHaveLength(65);
  });
});
