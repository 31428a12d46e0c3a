import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { walk } from './walk.js';

const folder = mkdtempSync(join(tmpdir(), 'gravitas-walk-'));
afterAll(() => rmSync(folder, { recursive: true }));

walk('an issue on its way, on files', () => ({ folder, log: null }));
