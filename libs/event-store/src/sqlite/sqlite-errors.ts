import { StoreCorrupt, StoreFailed, StoreFull, StoreLocked, type EventStoreError } from '../errors.js';

/** An error of the driver as one of the port's; `code` is SQLite's extended result code by name. */
export function translated({ code, message }: { code: string; message: string }, file: string): EventStoreError {
  if (code === 'SQLITE_FULL') return new StoreFull({ cause: message });
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
