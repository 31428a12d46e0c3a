/** A part of the house and what it may import. The most specific folder wins; a file in no area breaks rule 10. */
export interface Area {
  readonly name: string;
  readonly folder: string;
  /** Whether folders below belong to it too. An area that is not deep wants a rule of its own for each. */
  readonly deep: boolean;
  /** Names of areas, packages, `node:…`; `*` stands for any end of a name. The area itself is always allowed. */
  readonly may: readonly string[];
  /** Areas of which types alone may be imported. */
  readonly mayTypesOf?: readonly string[];
  readonly mayNot?: readonly string[];
  /** Implements a port: only the composition root may choose it. */
  readonly adapterOf?: string;
}

const anything = ['*'];

export const areas: readonly Area[] = [
  { name: 'domain', folder: 'libs/domain/src', deep: true, may: [] },
  { name: 'ledger', folder: 'libs/ledger/src', deep: true, may: ['node:crypto'] },

  { name: 'event-store', folder: 'libs/event-store/src', deep: false, may: ['ledger'] },
  { name: 'event-store/contract', folder: 'libs/event-store/src/contract', deep: true, may: anything },
  { name: 'event-store/memory', folder: 'libs/event-store/src/memory', deep: true, may: ['event-store'], adapterOf: 'event-store' },
  {
    name: 'event-store/sqlite',
    folder: 'libs/event-store/src/sqlite',
    deep: true,
    may: ['event-store', 'better-sqlite3', 'node:*'],
    adapterOf: 'event-store',
  },
  {
    name: 'event-store/kurrentdb',
    folder: 'libs/event-store/src/kurrentdb',
    deep: true,
    may: ['event-store', '@kurrent/kurrentdb-client', 'node:*'],
    adapterOf: 'event-store',
  },

  { name: 'vault', folder: 'libs/vault/src', deep: false, may: ['node:crypto'] },
  { name: 'vault/memory', folder: 'libs/vault/src/memory', deep: true, may: ['vault'], adapterOf: 'vault' },
  { name: 'vault/sqlite', folder: 'libs/vault/src/sqlite', deep: true, may: ['vault', 'better-sqlite3', 'node:*'], adapterOf: 'vault' },
  { name: 'vault/postgres', folder: 'libs/vault/src/postgres', deep: true, may: ['vault', 'pg', 'node:crypto'], adapterOf: 'vault' },

  {
    name: 'read-models',
    folder: 'libs/read-models/src',
    deep: false,
    may: ['domain', 'kysely', 'read-models/store'],
    mayTypesOf: ['event-store'],
  },
  {
    name: 'read-models/store',
    folder: 'libs/read-models/src/store',
    deep: true,
    may: ['domain', 'kysely', 'read-models', 'better-sqlite3', 'node:*'],
    mayTypesOf: ['event-store'],
  },

  {
    name: 'read-models/store/postgres',
    folder: 'libs/read-models/src/store/postgres',
    deep: true,
    may: ['kysely', 'read-models/store', 'pg'],
  },

  { name: 'read-models/testing', folder: 'libs/read-models/src/testing', deep: true, may: anything },

  {
    name: 'application',
    folder: 'libs/application/src',
    deep: true,
    may: ['domain', 'event-store', 'vault', 'ledger', 'uuid', 'node:crypto'],
  },
  {
    name: 'application/sqlite',
    folder: 'libs/application/src/sqlite',
    deep: true,
    may: ['application', 'better-sqlite3', 'node:*'],
    adapterOf: 'application',
  },
  {
    name: 'connect',
    folder: 'libs/connect/src',
    deep: true,
    may: [
      'domain',
      'application',
      'ledger',
      'vault',
      'temporal-polyfill',
      'ajv*',
      'standardwebhooks',
      'node:stream',
      'node:fs*',
      'node:crypto',
    ],
    mayTypesOf: ['event-store'],
  },

  // What an operator does with a data folder; the adapters are handed to it.
  {
    name: 'care',
    folder: 'libs/care/src',
    deep: true,
    may: ['event-store', 'vault', 'ledger', 'connect', 'node:crypto', 'node:fs*', 'node:path', 'node:stream*'],
  },

  { name: 'server', folder: 'apps/server/src', deep: true, may: anything },
  { name: 'cli', folder: 'apps/cli', deep: true, may: anything, mayNot: ['@nestjs/*'] },
  { name: 'console', folder: 'apps/console', deep: true, may: anything, mayNot: ['@nestjs/*', 'node:*'] },

  { name: 'test', folder: 'test', deep: true, may: anything },
  { name: 'bench', folder: 'bench', deep: true, may: anything },
];

/** The files that may pick an adapter. */
export const compositionRoots = [
  'apps/server/src/app.module.ts',
  'apps/server/src/adapters.ts',
  'apps/server/src/shared-views.ts',
  'apps/server/src/views/view-worker.ts',
  'apps/cli/',
];
/** The files that may read process.env. */
export const environmentReaders = ['apps/server/src/config.ts', 'apps/cli/', 'test/', 'bench/', 'apps/console/'];

export function areaOf(path: string): Area | undefined {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash);
  return areas
    .filter((area) => folder === area.folder || (area.deep && folder.startsWith(`${area.folder}/`)))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
}

/** Specs, what stands in `testing/` and the adapters' contract may use test tools and neighbours; for them only the ways of importing are ruled. */
export const isTest = (path: string): boolean => /\.spec\.tsx?$|\/contract(\.ts$|\/)|\/testing\/|^test\//.test(path);
