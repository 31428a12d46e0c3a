/** The thread that keeps the views up to date, so that commands and questions need not wait while rows are written. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Position } from '#event-store';
import { SqliteLog } from '#event-store/sqlite/sqlite-log';
import { createReadModels, type ReadModels } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { unsealPersonal } from '#vault';
import { KeyReader } from '#vault/sqlite/key-reader';
import type { ErrorParts, FromViews, ToViews, ViewFiles } from './view-messages.js';

type Question = Exclude<ToViews, 'close'>;

/** Opened with the first question: by then whoever asks has made the files. */
class Views {
  readonly #log: SqliteLog;
  readonly #keys: KeyReader;
  readonly #database: ReturnType<typeof openSqliteReadModels>;
  readonly #views: ReadModels;

  constructor({ log, vault, readModels }: ViewFiles) {
    this.#log = SqliteLog.open(log);
    this.#keys = KeyReader.open(vault);
    this.#database = openSqliteReadModels(readModels);
    this.#views = createReadModels(this.#database, (events) => unsealPersonal(this.#keys, events));
  }

  async answerTo(question: Question): Promise<Position | null> {
    switch (question.kind) {
      case 'position':
        return this.#views.subscriber.position();
      case 'apply': {
        const { from, count, through } = question;
        await this.#views.subscriber.apply(count === 0 ? [] : await this.#log.readFromIndex(from, count), through);
        return through;
      }
      case 'forget':
        await this.#views.forget(question.keys);
        return null;
    }
  }

  async close(): Promise<void> {
    await this.#database.close();
    await this.#keys.close();
    await this.#log.close();
  }
}

function run(port: MessagePort, files: ViewFiles): void {
  let views: Views | undefined;
  let before: Promise<void> = Promise.resolve();
  const answer = async (question: Question): Promise<FromViews> => {
    try {
      views ??= new Views(files);
      return { answer: await views.answerTo(question) };
    } catch (error) {
      return { error: partsOf(error as Error) };
    }
  };
  const close = async (): Promise<void> => {
    await views?.close();
    port.close();
  };
  port.on('message', (message: ToViews) => {
    before = before.then(async () => (message === 'close' ? close() : port.postMessage(await answer(message))));
  });
}

function partsOf(error: Error): ErrorParts {
  const { name, message, stack } = error;
  return { name, message, stack, fields: { ...error, cause: undefined } };
}

if (parentPort !== null) run(parentPort, workerData as ViewFiles);
