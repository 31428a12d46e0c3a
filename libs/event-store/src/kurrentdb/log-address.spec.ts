import { describe, expect, it } from '@jest/globals';
import { InvalidLogAddress } from '../errors.js';
import { logAddressOf } from './log-address.js';

describe('the address of a log on a server', () => {
  it.each([
    ['kurrentdb://localhost:2113?tls=false', 'kurrentdb://localhost:2113?tls=false&discoveryInterval=100'],
    [
      'kurrentdb://ann:p%40ss@db.example/?TLSCAFILE=/etc/ca.pem',
      'kurrentdb://ann:p%40ss@db.example?tlsCAFile=/etc/ca.pem&discoveryInterval=100',
    ],
    ['kurrentdb://a:1,b:2,c:3?discoveryInterval=500', 'kurrentdb://a:1,b:2,c:3?discoveryInterval=500&nodePreference=leader'],
    [
      'kurrentdb+discover://db.example?nodePreference=follower',
      'kurrentdb+discover://db.example?nodePreference=follower&discoveryInterval=100',
    ],
  ])('passes %s on to the client, with what the log needs', (url, connectionString) => {
    expect(logAddressOf(url)).toEqual({ connectionString, namespace: 'gravitas', deadlineMillis: 10_000 });
  });

  it('takes the namespace from the address, else as given, and passes it to nobody', () => {
    expect(logAddressOf('kurrentdb://h?tls=false&namespace=acme')).toMatchObject({ namespace: 'acme' });
    expect(logAddressOf('kurrentdb://h?namespace=acme', 'other').connectionString).not.toContain('acme');
    expect(logAddressOf('kurrentdb://h', 'other')).toMatchObject({ namespace: 'other' });
  });

  it('takes the deadline of the client as its own', () => {
    expect(logAddressOf('kurrentdb://h?defaultDeadline=2500')).toMatchObject({ deadlineMillis: 2500 });
  });

  it.each([
    'http://h:2113',
    'kurrentdb://',
    'kurrentdb://ann:secret@',
    'kurrentdb://ann:secret@h:port',
    'kurrentdb://ann:secret@h?throwOnAppendFailure=false',
    'kurrentdb://ann:secret@h?colour=secret',
    'kurrentdb://ann:secret@h?tls=',
    'kurrentdb://ann:secret@h?tls=true&tls=false',
    'kurrentdb://ann:secret@h?namespace=a.b',
    'kurrentdb://ann:secret@h?defaultDeadline=0',
    'kurrentdb://ann:secret@h?defaultDeadline=-1',
    'kurrentdb://ann:secret@h ?tls=false',
  ])('refuses %s without repeating it', (url) => {
    const refusal = (): unknown => {
      try {
        return logAddressOf(url);
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toBeInstanceOf(InvalidLogAddress);
    expect(String(refusal())).not.toContain('secret');
  });
});
