/** TypeScript → dist, file by file, only what changed; assets are copied. Types are checked by `npm run check`, not here. */
import { transformFile } from '@swc/core';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { swcOptions } from '../../.config/swc.mjs';
import { root } from './runtime.mjs';
import { sourcesBuilt, sourcesNow, stampFile } from './sources.mjs';

const outputOf = (path) => join(root, 'dist', path.replace(/\.ts$/, '.js'));

/** Written beside and renamed, so that a process that starts meanwhile never reads half a file. */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

async function compile(path) {
  const output = outputOf(path);
  const source = join(root, path);
  if (!path.endsWith('.ts')) {
    mkdirSync(dirname(output), { recursive: true });
    copyFileSync(source, output);
    return;
  }
  const sourceFileName = relative(dirname(output), source).replaceAll('\\', '/');
  const { code, map } = await transformFile(source, { ...swcOptions, swcrc: false, sourceMaps: true, sourceFileName });
  const name = output.slice(output.lastIndexOf('/') + 1);
  write(`${output}.map`, map);
  write(output, `${code}//# sourceMappingURL=${name}.map\n`);
}

/** Resolves to the number of files written. Throws an Error that names every file that does not parse. */
export async function build() {
  const now = sourcesNow();
  const built = sourcesBuilt();
  const configChanged = built['.config/swc.mjs'] !== now['.config/swc.mjs'];
  const changed = Object.keys(now).filter((path) => path !== '.config/swc.mjs' && (configChanged || now[path] !== built[path]));
  const gone = Object.keys(built).filter((path) => !(path in now));
  for (const path of gone) for (const file of [outputOf(path), `${outputOf(path)}.map`]) rmSync(file, { force: true });

  const results = await Promise.allSettled(changed.map(compile));
  const failures = results.flatMap((result, at) =>
    result.status === 'rejected'
      ? [
          `${changed[at]}\n${String(result.reason.message ?? result.reason)
            .split('\n\nCaused by')[0]
            .trimEnd()}`,
        ]
      : [],
  );
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
  write(stampFile, JSON.stringify(now));
  return changed.length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const startedAt = performance.now();
  try {
    const count = await build();
    console.error(`built ${count} files in ${Math.round(performance.now() - startedAt)} ms`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
