import { describe, expect, it } from '@jest/globals';
import { isOfThisMachine } from './of-this-machine.js';

const request = (more: object) =>
  ({ ip: '127.0.0.1', socket: { remoteAddress: '127.0.0.1' }, headers: {}, hostname: 'localhost', ...more }) as never;

describe('a request of this machine to this machine', () => {
  it.each([{}, { ip: '::1', socket: { remoteAddress: '::ffff:127.0.0.1' } }, { hostname: '127.0.0.1' }, { hostname: '[::1]' }])(
    'is %j',
    (more) => {
      expect(isOfThisMachine(request(more))).toBe(true);
    },
  );

  it.each([
    ['one from elsewhere', { ip: '10.0.0.7', socket: { remoteAddress: '10.0.0.7' } }],
    ['one through a proxy that is declared', { ip: '10.0.0.7' }],
    ['one through a proxy that is not', { headers: { 'x-forwarded-for': '10.0.0.7' } }],
    ['one through another kind of proxy', { headers: { forwarded: 'for=10.0.0.7' } }],
    ['one by a page whose name was pointed here', { hostname: 'example.org' }],
  ])('is not %s', (_what, more) => {
    expect(isOfThisMachine(request(more))).toBe(false);
  });
});
