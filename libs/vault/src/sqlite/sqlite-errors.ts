import { VaultFailed, VaultFull, VaultTooNew, type VaultError } from '../errors.js';
import { TOO_NEW } from './key-file.js';
import type { DriverError } from './writer-messages.js';

/** An error of the driver as one of the port's. */
export function translated({ code, message }: DriverError): VaultError {
  if (code === TOO_NEW) return new VaultTooNew(message);
  return code === 'SQLITE_FULL' ? new VaultFull() : new VaultFailed(`${message} (${code})`);
}

/** Runs a read and translates what the driver throws. */
export function translating<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as { code?: string; message: string };
    throw translated({ code, message });
  }
}
