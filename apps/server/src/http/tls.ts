import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { TlsFiles } from './edge.js';

/** How often the files are looked at: a certificate is renewed weeks before its end. */
const LOOK_MS = 10_000;

/** The files cannot be read, are no PEM, or do not belong together. */
class TlsFilesInvalid extends Error {
  override readonly name = 'TlsFilesInvalid';
  /** Of no use: somebody has to put it right. */
  readonly retry = false;

  constructor(cause: unknown) {
    super('GRAVITAS_TLS_CERT and GRAVITAS_TLS_KEY must name a PEM certificate and its key, both readable', { cause });
  }
}

/** Certificate and key from their files. @throws TlsFilesInvalid */
export function readTls({ cert, key }: TlsFiles): SecureContextOptions {
  try {
    const options = { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' as const };
    createSecureContext(options);
    return options;
  } catch (error) {
    throw new TlsFilesInvalid(error);
  }
}

interface Secure {
  setSecureContext(options: SecureContextOptions): void;
}

/**
 * Takes over a renewed certificate for new connections. While the files do not belong together, one of them is just being replaced, and
 * the old pair goes on. Ends with the returned function.
 */
export function followTls(files: TlsFiles, server: Secure, onTrouble: (error: unknown) => void): () => void {
  const look = (): void => takeOver(files, server, onTrouble);
  for (const file of [files.cert, files.key]) watchFile(file, { interval: LOOK_MS, persistent: false }, look);
  return () => {
    for (const file of [files.cert, files.key]) unwatchFile(file, look);
  };
}

export function takeOver(files: TlsFiles, server: Secure, onTrouble: (error: unknown) => void): void {
  try {
    server.setSecureContext(readTls(files));
  } catch (error) {
    onTrouble(error);
  }
}
