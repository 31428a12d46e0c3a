import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A PostgreSQL of one test file. */
export interface PostgresServer {
  /** Of a database that may be used and thrown away: `postgres://user:password@host:port/name`. */
  readonly url: string;
  stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
const PASSWORD = 'not-to-be-printed';
/** Ports are given by the system, but another program may take one before the server does. */
const MOST_ATTEMPTS = 3;

/** The folder of the newest programs of PostgreSQL; null: there are none. */
function programs(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

/** Whether a server can be had: one named by TEST_POSTGRES_URL, or programs to start one. */
export function hasPostgres(): boolean {
  return process.env['TEST_POSTGRES_URL'] !== undefined || programs() !== null;
}

/** The URL of the same server, with another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Starts a server in a folder of its own; where one is named, that one is used. `fsync` false: nothing of it need outlive a crash. */
export async function startPostgres({ fsync = true }: { readonly fsync?: boolean } = {}): Promise<PostgresServer> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const bin = programs();
  if (bin === null) throw new Error('neither TEST_POSTGRES_URL is set nor is PostgreSQL installed (apt-get install postgresql)');
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-postgres-'));
  const user = ownUser();
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  const { uid, gid } = user;
  if (uid !== undefined && gid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, uid, gid);
  const init = ['-D', data, '-U', 'gravitas', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync'];
  // An order of words, so that it shows where we rely on the order of bytes.
  execFileSync(join(bin, 'initdb'), [...init, '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en'], { ...user, stdio: 'pipe' });
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(bin, folder, user, fsync ? 'on' : 'off');
    } catch (error) {
      if (attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** What the programs run as, if not as whoever runs the test. */
interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** The server refuses to run as root. */
function ownUser(): User {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function start(bin: string, folder: string, user: User, fsync: 'on' | 'off'): Promise<PostgresServer> {
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=200'];
  // What must be durable asks for it; the rest of the tests need not wait for the disk.
  const args = [
    '-D',
    join(folder, 'data'),
    ...[...settings, `fsync=${fsync}`, 'synchronous_commit=off', 'logging_collector=off'].flatMap((one) => ['-c', one]),
  ];
  // The shell stops the server when its input ends, however this process ends.
  const leash = '"$@" & server=$!; read -r _; kill -INT $server; wait $server';
  const child = spawn('sh', ['-c', leash, 'sh', join(bin, 'postgres'), ...args], {
    ...user,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(child);
  const stop = async (): Promise<void> => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://gravitas:${PASSWORD}@127.0.0.1:${port}/postgres`, stop };
}

async function ready(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('database system is ready to accept connections')) resolve();
      else if (line.includes('FATAL')) child.stdin?.end();
    });
    child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)));
  });
  child.removeAllListeners('exit');
  lines.removeAllListeners('line').resume();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
