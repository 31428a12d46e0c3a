/** The sources that are built, and a cheap answer to "has anything changed since the last build?". */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

export const stampFile = join(root, 'dist/.built.json');
/** Built by other tools, or not at all. */
const notOurs = new Set(['apps/console', 'apps/launcher']);
const isAsset = (name) => name.endsWith('.json') && name !== 'package.json' && !name.startsWith('tsconfig');
const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.endsWith('.d.ts');

function* walk(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && !notOurs.has(path)) yield* walk(path);
    } else if (isSource(entry.name) || isAsset(entry.name)) yield path;
  }
}

/** Path → modification time and size, of every source and asset. */
export function sourcesNow() {
  const sources = { '.config/swc.mjs': fingerprint('.config/swc.mjs') };
  for (const top of ['apps', 'libs']) for (const path of walk(top)) sources[path] = fingerprint(path);
  return sources;
}

function fingerprint(path) {
  const { mtimeMs, size } = statSync(join(root, path));
  return `${mtimeMs} ${size}`;
}

export const sourcesBuilt = () => (existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {});

export function isBuilt() {
  const now = sourcesNow();
  const built = sourcesBuilt();
  const paths = Object.keys(now);
  return paths.length === Object.keys(built).length && paths.every((path) => now[path] === built[path]);
}
