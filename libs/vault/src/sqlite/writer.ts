/** The writer thread of the vault: many callers share a commit, and the main loop does not wait for the disk. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { KeyWriter, openKeyFile } from './key-file.js';
import type { Change, DriverError, FromWriter, ToWriter } from './writer-messages.js';

function driverError(error: unknown): DriverError {
  const { code = 'UNKNOWN', message } = error as { code?: string; message: string };
  return { code, message };
}

function run(port: MessagePort, file: string): void {
  const send = (message: FromWriter): void => {
    port.postMessage(message);
  };
  try {
    const db = openKeyFile(file);
    const keys = new KeyWriter(db);
    let waiting: Change[] = [];
    const commit = (): void => {
      const changes = waiting;
      waiting = [];
      if (changes.length === 0) return;
      try {
        send({ kind: 'done', outcomes: keys.apply(changes) });
      } catch (error) {
        send({ kind: 'failed', count: changes.length, error: driverError(error) });
      }
    };
    port.on('message', (message: ToWriter) => {
      if (message === 'close') {
        commit();
        db.close();
        port.close();
        return;
      }
      if (waiting.length === 0) setImmediate(commit); // after the messages that are already there, so that they share the commit
      waiting.push(...message);
    });
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'notOpened', error: driverError(error) });
    port.close();
  }
}

if (parentPort !== null) run(parentPort, workerData as string);
