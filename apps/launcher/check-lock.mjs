/** npm leaves a platform's package out of the lock, silently, when a mirror lags; `npm ci` then fails elsewhere. This says so here. */
import { readFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const { packages } = lock;

/** Where Node would find `name` from `path`, as a key of the lock. */
function placeOf(name, path) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/', at.length - 1)))) {
    const key = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[key]) return key;
    if (at === '') return undefined;
  }
}

const problems = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
    if (!placeOf(name, path.replace(/^node_modules/, '/node_modules').slice(path ? 0 : undefined)))
      problems.push(`${name}, needed by ${path || 'package.json'}, is missing`);
  }
  if (path !== '' && !entry.integrity && !entry.inBundle && !entry.link) problems.push(`${path} has no integrity hash`);
  if (entry.resolved && /^https?:/.test(entry.resolved))
    problems.push(`${path} names an address; keep omit-lockfile-registry-resolved in .npmrc`);
}
for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
  for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
    if (packages['']?.[kind]?.[name] !== version)
      problems.push(`${name} is ${version} in package.json but ${packages['']?.[kind]?.[name]} in the lock`);
    if (!/^(npm:[^@]+@)?\d+\.\d+\.\d+$/.test(version)) problems.push(`${name} is not pinned to one version`);
  }
}
for (const problem of problems) console.error(`package-lock.json: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
