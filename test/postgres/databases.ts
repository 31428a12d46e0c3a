import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres, withDatabase, type PostgresServer } from './server.js';

/** Databases of one test file, empty when they are given out, and gone when it is over. */
export class Databases {
  #server: PostgresServer | undefined;
  readonly #made: string[] = [];

  async start(options?: Parameters<typeof startPostgres>[0]): Promise<void> {
    this.#server = await startPostgres(options);
  }

  /** Of the database that the server came with. */
  get url(): string {
    if (this.#server === undefined) throw new Error('the server is not started');
    return this.#server.url;
  }

  /** The URL of a database that nobody else has. */
  async make(): Promise<string> {
    const name = `gravitas_${randomBytes(6).toString('hex')}`;
    await this.#run(this.url, `create database ${name}`);
    this.#made.push(name);
    return withDatabase(this.url, name);
  }

  /** The URL of an empty part of a database: quicker made. */
  async makePart(of: string): Promise<string> {
    const name = `part_${randomBytes(6).toString('hex')}`;
    await this.#run(of, `create schema ${name}`);
    return `${of}?options=${encodeURIComponent(`-c search_path=${name}`)}`;
  }

  async stop(): Promise<void> {
    for (const name of this.#made) await this.#run(this.url, `drop database if exists ${name} with (force)`);
    await this.#server?.stop();
  }

  async #run(url: string, statement: string): Promise<void> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
