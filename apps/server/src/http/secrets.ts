const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Of a token the person and its id may stand, so that it can be found and revoked.
  [/(gvt_[A-Za-z0-9_-]{1,64}~[A-Za-z0-9-]{1,64}_)[A-Za-z0-9_-]+/g, '$1…'],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, 'whsec_…'],
  [/\b(Bearer|Basic)\s+[^\s"\\]+/gi, '$1 …'],
  [/(:\/\/[^\s:@/"]*:)[^\s@/"]+@/g, '$1…@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?-----END [A-Z ]*PRIVATE KEY-----/g, '(a private key)'],
];

/** A line without what opens a door: secrets of tokens and of signatures, credentials in headers and in addresses of databases, private keys. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [secret, instead]) => text.replace(secret, instead), line);
}
