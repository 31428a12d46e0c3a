import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from './secrets.js';

describe('a line of the log', () => {
  it.each([
    ['token gvt_dana~0199d1f0-3c5a_AbC-d_e is', 'token gvt_dana~0199d1f0-3c5a_… is'],
    ['{"authorization":"Bearer abc.def"}', '{"authorization":"Bearer …"}'],
    ['signed by whsec_c2VjcmV0c2Vj+/A= of desk', 'signed by whsec_… of desk'],
    ['basic dXNlcjpwYXNz', 'basic …'],
    ['postgres://gravitas:s3cret@db:5432/views', 'postgres://gravitas:…@db:5432/views'],
    ['-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----', '(a private key)'],
    ['issue-42 stands at revision 4, not 3', 'issue-42 stands at revision 4, not 3'],
  ])('%j is written as %j', (line, written) => expect(withoutSecrets(line)).toBe(written));
});
