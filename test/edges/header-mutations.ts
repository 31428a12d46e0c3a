import fc from 'fast-check';
import { refused, requestOf, type Case, type Mutate } from './mutation.js';

const badTags = fc.constantFrom('3', '"x"', 'W/"3"', '"3", "4"', '""', '"-1"', '"1.5"', `"${'9'.repeat(16)}"`, '"3', '**', '"0x1"');
const badKeys = fc.constantFrom('with a space', 'x'.repeat(201), '', 'a\u00e9', 'a\tb');
const badPeople = fc.constantFrom('Lee; DROP', '', 'a.b', 'x'.repeat(65), '../lee', '__proto__', 'lee, kim');

/** Headers made wrong. */
export const headerMutations: Mutate = (twin, pick) => {
  const { operation } = twin;
  if (operation.isPublic) return [];
  const with_ = (mutation: string, name: string, value: string | string[], expected = refused(400, 'invalid-header', name)): Case => {
    const request = requestOf(twin);
    return {
      mutation,
      at: `${name}: ${String(value).slice(0, 40)}`,
      request: { ...request, headers: { ...request.headers, [name]: value } },
      expected,
    };
  };
  const takes = (name: string): boolean => operation.parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === name);
  const token = String(twin.headers['authorization']);
  const unknown = refused(401, 'not-authenticated');
  return [
    ...(takes('if-match') ? pick(badTags, 4).map((tag) => with_('bad If-Match', 'if-match', tag)) : []),
    ...(takes('idempotency-key') ? pick(badKeys, 3).map((key) => with_('bad Idempotency-Key', 'idempotency-key', key)) : []),
    ...(takes('idempotency-key') ? [with_('repeated header', 'idempotency-key', ['one', 'two'])] : []),
    ...(takes('last-event-id')
      ? pick(fc.constantFrom('x', '1.5', '-2', '1e3', '9'.repeat(16)), 3).map((id) => with_('bad Last-Event-ID', 'last-event-id', id))
      : []),
    ...pick(badPeople, 2).map((id) => with_('bad On-Behalf-Of', 'on-behalf-of', id)),
    ...pick(
      fc.constantFrom(
        `${token}x`,
        token.slice(0, -1),
        token.replace('Bearer', 'Basic'),
        'Bearer',
        token.replace(' ', '\t'),
        `${token} ${token}`,
      ),
      2,
    ).map((bad) => with_('bad token', 'authorization', bad, unknown)),
    with_('over-large headers', 'x-note', 'x'.repeat(20_000), refused(431, 'headers-too-large')),
  ];
};
