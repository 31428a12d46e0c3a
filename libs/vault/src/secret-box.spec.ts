import { describe, expect, it } from '@jest/globals';
import { NotAuthentic } from './cipher.js';
import { openSecret, sealSecret } from './secret-box.js';

const [ours, theirs] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

describe('a sealed secret', () => {
  it('is opened by the organisation, at its place, and shows nothing of itself', () => {
    const sealed = sealSecret(ours, 'desk/k1', 'whsec_c2VjcmV0');
    expect(openSecret(ours, 'desk/k1', sealed)).toBe('whsec_c2VjcmV0');
    expect(sealed).not.toContain('c2VjcmV0');
    expect(sealSecret(ours, 'desk/k2', 'whsec_c2VjcmV0')).not.toBe(sealed);
  });

  it('opens nowhere else', () => {
    const sealed = sealSecret(ours, 'desk/k1', 'whsec_c2VjcmV0');
    expect(() => openSecret(theirs, 'desk/k1', sealed)).toThrow(NotAuthentic);
    expect(() => openSecret(ours, 'desk/k2', sealed)).toThrow(NotAuthentic);
    expect(() => openSecret(ours, 'desk/k1', `${sealed.slice(0, -4)}AAAA`)).toThrow(NotAuthentic);
  });
});
