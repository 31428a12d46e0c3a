import { StoreCorrupt, StoreFailed, StoreFull, StoreLocked, StoreTooNew, type EventStoreError } from '../errors.js';

/** Beside SQLite's own codes, so that it comes through the writer's thread like them. */
export const TOO_NEW = 'SQLITE_TOO_NEW';

/** An error of the driver as one of the port's; `code` is SQLite's extended result code by name. */
export function translated({ code, message }: { code: string; message: string }, file: string): EventStoreError {
  if (code === 'SQLITE_FULL') return new StoreFull({ cause: message });
  if (code === TOO_NEW) return new StoreTooNew(file);
  if (code === 'SQLITE_BUSY') return new StoreLocked(file);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new StoreCorrupt(`${file}: ${message}`);
  return new StoreFailed(`${file}: ${message} (${code})`);
}

/** Runs a read and translates what the driver throws. */
export function translating<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (typeof code === 'string' && code.startsWith('SQLITE_')) throw translated({ code, message }, file);
    throw error;
  }
}
