/**
 * Preloaded by the test runner: lets a worker thread start from the TypeScript sources,
 * so that `new Worker(new URL('./writer.js', import.meta.url))` means the same from dist and under test.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../../', import.meta.url);
const isOurs = (url) => url.startsWith(root.href) && !url.includes('/node_modules/') && !url.startsWith(`${root.href}dist/`);
const aliasOf = (specifier) => /^#([^/]+)(?:\/(.*))?$/.exec(specifier);

function sourceOf(specifier, parentURL) {
  const alias = aliasOf(specifier);
  if (alias) return new URL(`libs/${alias[1]}/src/${alias[2] ?? 'index'}.ts`, root);
  if (!/^(\.|file:)/.test(specifier) || !specifier.endsWith('.js')) return undefined;
  return new URL(specifier.replace(/\.js$/, '.ts'), parentURL ?? root);
}

let transformSync, swcOptions;

registerHooks({
  resolve(specifier, context, next) {
    const fromDist = context.parentURL?.startsWith(`${root.href}dist/`);
    const source = fromDist ? undefined : sourceOf(specifier, context.parentURL);
    if (source && isOurs(source.href) && existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || !isOurs(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swcOptions, filename, swcrc: false, sourceMaps: 'inline' });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

({ transformSync } = await import('@swc/core'));
({ swcOptions } = await import(pathToFileURL(fileURLToPath(new URL('.config/swc.mjs', root))).href));
