import type { LogFiles } from '#care';
import { checkRows } from '#event-store/sqlite/log-check';
import { SqliteLog } from '#event-store/sqlite/sqlite-log';

/** The log's file as SQLite knows it. */
export const sqliteFiles: LogFiles = { open: (file) => SqliteLog.open(file), damage: checkRows };
