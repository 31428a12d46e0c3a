import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync, type DecipherGCM } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { canonicalJson } from '#ledger';
import { NotUnsealed } from './errors.js';

/** What opens a sealed file: words that somebody remembers, or a file of at least 32 random bytes. */
export type SealingKey =
  { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'keyFile'; readonly bytes: Uint8Array };

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const CHUNK_BYTES = 64 * 1024;
const LONGEST_HEADER = 1024;
/** About a quarter of a second and 128 MiB for each guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const FORMAT = 1;

interface Header {
  readonly format: number;
  readonly what: string;
  readonly key: SealingKey['kind'];
  readonly salt: string;
  readonly nonce: string;
}

/**
 * Writes lines so that nobody reads or changes them without the key: a line of JSON that says how the key is made, then AES-256-GCM over
 * the rest, bound to that line. The salt is new each time, so that no key serves two files. Durable on return; of one that could not be
 * finished nothing is left.
 */
export async function writeSealed(file: string, what: string, sealing: SealingKey, lines: AsyncIterable<string>): Promise<void> {
  const salt = randomBytes(KEY_BYTES);
  const nonce = randomBytes(12);
  const header: Header = { format: FORMAT, what, key: sealing.kind, salt: salt.toString('base64url'), nonce: nonce.toString('base64url') };
  const head = Buffer.from(`${canonicalJson(header)}\n`);
  const cipher = createCipheriv(CIPHER, keyOf(sealing, salt), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(head);
  const to = openSync(file, 'wx', 0o600);
  // Unlike writeSync it writes all of it: on a disk that fills up, a part may be written without an error.
  const write = (bytes: Uint8Array): void => writeFileSync(to, bytes);
  let isWhole = false;
  try {
    write(head);
    let waiting = '';
    const flush = (): void => {
      write(cipher.update(waiting, 'utf8'));
      waiting = '';
    };
    for await (const line of lines) {
      waiting += `${line}\n`;
      if (waiting.length >= CHUNK_BYTES) flush();
    }
    flush();
    write(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
    fsyncSync(to);
    isWhole = true;
  } finally {
    closeSync(to);
    if (!isWhole) rmSync(file);
  }
}

/**
 * The lines of a sealed file. It is read twice: the first line is given when all of them are proven.
 * @throws NotUnsealed the key is another one, or a byte was changed, or it is not such a file
 */
export function* readSealed(file: string, what: string, sealing: SealingKey): Generator<string, void> {
  const from = openSync(file, 'r');
  try {
    const { head, header } = headerIn(from, file, what, sealing);
    const [salt, nonce] = [header.salt, header.nonce].map((text) => Buffer.from(text, 'base64url')) as [Buffer, Buffer];
    const key = keyOf(sealing, salt);
    const chunks = (): Generator<Buffer, void> => {
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(head);
      return opened(from, head.length, statSync(file).size - TAG_BYTES, decipher, file);
    };
    prove(chunks());
    yield* linesOf(chunks());
  } finally {
    closeSync(from);
  }
}

/** Goes through what nobody shall use before it has come to its end. */
function prove(chunks: Iterator<Buffer, void>): void {
  while (chunks.next().done !== true);
}

function* opened(from: number, start: number, end: number, decipher: DecipherGCM, file: string): Generator<Buffer, void> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = start; at < end;) {
    const read = readSync(from, chunk, 0, Math.min(CHUNK_BYTES, end - at), at);
    at += read;
    yield decipher.update(chunk.subarray(0, read));
  }
  const tag = Buffer.alloc(TAG_BYTES);
  readSync(from, tag, 0, TAG_BYTES, Math.max(end, 0));
  try {
    decipher.setAuthTag(tag);
    decipher.final();
  } catch {
    throw new NotUnsealed(file);
  }
}

function* linesOf(chunks: Iterable<Buffer>): Generator<string, void> {
  const text = new TextDecoder('utf-8');
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + text.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function headerIn(from: number, file: string, what: string, sealing: SealingKey): { readonly head: Buffer; readonly header: Header } {
  const start = Buffer.alloc(LONGEST_HEADER);
  const length = readSync(from, start, 0, LONGEST_HEADER, 0);
  const end = start.subarray(0, length).indexOf('\n') + 1;
  const head = start.subarray(0, end);
  const header = parsed(head);
  if (header?.what !== what || header.format !== FORMAT) throw new NotUnsealed(file, `it is no ${what} of format ${FORMAT}`);
  if (header.key !== sealing.kind)
    throw new NotUnsealed(file, `it was sealed with a ${header.key === 'keyFile' ? 'key file' : 'passphrase'}`);
  return { head, header };
}

function parsed(head: Buffer): Header | null {
  try {
    const header = JSON.parse(head.toString()) as Header;
    return canonicalJson(header) === head.toString().trimEnd() && isOurs(header) ? header : null;
  } catch {
    return null;
  }
}

function isOurs({ salt, nonce, key }: Header): boolean {
  return /^[\w-]{43}$/.test(salt) && /^[\w-]{16}$/.test(nonce) && ['passphrase', 'keyFile'].includes(key);
}

function keyOf(sealing: SealingKey, salt: Buffer): Buffer {
  if (sealing.kind === 'passphrase') return scryptSync(sealing.passphrase.normalize('NFKC'), salt, KEY_BYTES, SCRYPT);
  return Buffer.from(hkdfSync('sha256', sealing.bytes, salt, 'gravitas sealed file', KEY_BYTES));
}
