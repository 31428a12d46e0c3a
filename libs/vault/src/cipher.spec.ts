import { createHmac, webcrypto } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveKey, keyIdOf, NotAuthentic, open, seal } from './cipher.js';

const EVENT = '01900000-0000-7000-8000-000000000001';
const OTHER_EVENT = '01900000-0000-7000-8000-000000000002';
const PATH = 'ask.recommendation';
const KEY = deriveKey('seed', keyIdOf(EVENT, PATH));
const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((s) => s.isWellFormed());

describe('keyIdOf', () => {
  it('is the same for a place, and differs between places', () => {
    expect(keyIdOf(EVENT, PATH)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(keyIdOf(EVENT, PATH)).toBe(keyIdOf(EVENT, PATH));
    expect(new Set([keyIdOf(EVENT, 'a'), keyIdOf(EVENT, 'b'), keyIdOf(OTHER_EVENT, 'a')]).size).toBe(3);
  });
});

describe('deriveKey', () => {
  it('is known by its seed and id, on every machine', () => {
    expect(deriveKey('gravitas demo', 'AAAAAAAAAAAAAAAAAAAAAA').toString('hex')).toBe(
      '49f6a5f831b1451b915306435f1e041a72f2ad0b373c14c4df5fb1b38409df58',
    );
    expect(deriveKey('a', 'x').equals(deriveKey('b', 'x'))).toBe(false);
    expect(deriveKey('a', 'x').equals(deriveKey('a', 'y'))).toBe(false);
  });
});

describe('seal and open', () => {
  it('open what was sealed, which does not show the text', () => {
    fc.assert(
      fc.property(text, (plaintext) => {
        const sealed = seal(KEY, EVENT, PATH, plaintext);
        expect(open(KEY, EVENT, PATH, sealed)).toBe(plaintext);
        expect(sealed.$personal).toBe(keyIdOf(EVENT, PATH));
        if (plaintext.length > 8) expect(Buffer.from(sealed.c, 'base64url').includes(plaintext)).toBe(false);
      }),
    );
  });

  it('seal to the same bytes again, and to others elsewhere', () => {
    const sealed = seal(KEY, EVENT, PATH, 'the driver was drunk');
    expect(seal(KEY, EVENT, PATH, 'the driver was drunk')).toEqual(sealed);
    const elsewhere = [seal(KEY, OTHER_EVENT, PATH, 'the driver was drunk'), seal(KEY, EVENT, 'other', 'the driver was drunk')];
    for (const other of elsewhere) expect(other.c).not.toBe(sealed.c);
  });

  it('are AES-256-GCM as described', async () => {
    const place = Buffer.from(`${EVENT}\0${PATH}`);
    const iv = createHmac('sha256', KEY).update(place).digest().subarray(0, 12);
    const key = await webcrypto.subtle.importKey('raw', KEY, 'AES-GCM', false, ['encrypt']);
    const expected = await webcrypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: place, tagLength: 128 },
      key,
      Buffer.from('naïve'),
    );
    expect(seal(KEY, EVENT, PATH, 'naïve').c).toBe(Buffer.from(expected).toString('base64url'));
  });

  it('refuse another event, path or key', () => {
    const sealed = seal(KEY, EVENT, PATH, 'text');
    expect(() => open(KEY, OTHER_EVENT, PATH, sealed)).toThrow(NotAuthentic);
    expect(() => open(KEY, EVENT, 'ask.alternative', sealed)).toThrow(NotAuthentic);
    expect(() => open(deriveKey('other', sealed.$personal), EVENT, PATH, sealed)).toThrow(NotAuthentic);
  });

  it('refuse a change of any single bit, any cut and any other spelling', () => {
    const sealed = seal(KEY, EVENT, PATH, 'text');
    const bytes = Buffer.from(sealed.c, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => open(KEY, EVENT, PATH, { ...sealed, c: changed.toString('base64url') })).toThrow(NotAuthentic);
    }
    for (let length = 0; length < sealed.c.length; length += 1) {
      expect(() => open(KEY, EVENT, PATH, { ...sealed, c: sealed.c.slice(0, length) })).toThrow(NotAuthentic);
    }
    for (const c of [`${sealed.c}=`, ` ${sealed.c}`, `${sealed.c}AA`])
      expect(() => open(KEY, EVENT, PATH, { ...sealed, c })).toThrow(NotAuthentic);
  });
});
