import { areaOf, areas, compositionRoots, environmentReaders, isTest, type Area } from './areas.js';
import type { Import, SourceFile, SourceTree } from './source-tree.js';

export interface Rule {
  readonly name: string;
  /** One line for each violation, each beginning with `path:line`. */
  readonly violations: (tree: SourceTree) => string[];
  /** Little trees, each of which breaks the rule: a rule that does not bite is no rule. */
  readonly seeds: readonly Readonly<Record<string, string>>[];
  /** Little trees that come near and keep to it. */
  readonly lawful?: readonly Readonly<Record<string, string>>[];
}

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
const isOurs = (target: string): boolean => /^(libs|apps|test|bench)\//.test(target);
const top = (path: string): string => path.split('/').slice(0, 2).join('/');
const productOf = (tree: SourceTree): SourceFile[] => [...tree.values()].filter((file) => !isTest(file.path));

/** The name under which an area's list may allow what is imported. */
const nameOf = ({ target }: Import): string => (isOurs(target) ? (areaOf(target)?.name ?? target) : target);

function isAllowed(area: Area, imported: Import): boolean {
  const name = nameOf(imported);
  if (area.mayNot?.some((pattern) => matches(pattern, name))) return false;
  if (name === area.name || area.may.some((pattern) => matches(pattern, name))) return true;
  return imported.typeOnly && (area.mayTypesOf?.includes(name) ?? false);
}

/** What files of the chosen areas import beyond their area's list. */
const importsBeyond = (chosen: (area: Area) => boolean) => (tree: SourceTree) =>
  productOf(tree).flatMap((file) => {
    const area = areaOf(file.path);
    if (!area || !chosen(area)) return [];
    return file.imports
      .filter((imported) => !isAllowed(area, imported))
      .map((imported) => `${file.path}:${imported.line} imports ${imported.specifier}`);
  });

const named =
  (...names: string[]) =>
  (area: Area): boolean =>
    names.includes(area.name);

const impureIdentifiers = new Set(
  'Date performance crypto process setTimeout setInterval setImmediate queueMicrotask globalThis require fetch'.split(' '),
);
const impureMembers = new Set(['Math.random', 'Temporal.Now']);

const impurities = (tree: SourceTree): string[] =>
  productOf(tree)
    .filter((file) => areaOf(file.path)?.name === 'domain')
    .flatMap((file) =>
      file.mentions
        .filter(
          ({ kind, name }) =>
            kind === 'decorator' ||
            (kind === 'identifier' && impureIdentifiers.has(name)) ||
            (kind === 'member' && impureMembers.has(name)),
        )
        .map(({ line, name, kind }) => `${file.path}:${line} uses the ${kind} ${name}`),
    );

const adaptersChosen = (tree: SourceTree): string[] =>
  productOf(tree).flatMap((file) => {
    if (compositionRoots.some((root) => file.path.startsWith(root))) return [];
    return file.imports
      .filter(({ target }) => isOurs(target) && areaOf(target)?.adapterOf && areaOf(target) !== areaOf(file.path))
      .map(({ line, specifier }) => `${file.path}:${line} chooses the adapter ${specifier}`);
  });

const anonymousErrors = new Set(['Error', 'TypeError', 'RangeError', 'SqliteError', 'AggregateError']);

const isDriver = ({ target, typeOnly }: Import): boolean => !typeOnly && !isOurs(target) && !target.startsWith('node:');

/** An adapter throws what its port names, and one with a driver knows the port's errors at all. */
function untranslatedErrors(tree: SourceTree): string[] {
  const files = productOf(tree);
  return areas
    .filter((area) => area.adapterOf !== undefined)
    .flatMap((adapter) => {
      const own = files.filter((file) => areaOf(file.path) === adapter);
      const thrown = own.flatMap((file) =>
        file.mentions
          .filter(({ kind, name }) => kind === 'throw' && anonymousErrors.has(name.split('.').at(-1) ?? ''))
          .map(({ line, name }) => `${file.path}:${line} throws ${name}, which the port does not name`),
      );
      const imports = own.flatMap((file) => file.imports);
      const knowsErrors = imports.some(({ target }) => areaOf(target)?.name === adapter.adapterOf && /\/(errors|index)\.ts$/.test(target));
      const deaf = imports.some(isDriver) && !knowsErrors;
      return deaf ? [...thrown, `${adapter.folder}:1 drives a database but imports none of its port's errors`] : thrown;
    });
}

const frameworkOutside = (tree: SourceTree): string[] =>
  [...tree.values()].flatMap((file) =>
    file.imports
      .filter(
        ({ target }) =>
          (target.startsWith('@nestjs/') && !/^(apps\/server|test|bench)\//.test(file.path)) ||
          (target === 'class-validator' && !file.path.endsWith('.dto.ts')),
      )
      .map(({ line, specifier }) => `${file.path}:${line} imports ${specifier}`),
  );

const waysOfImporting = (tree: SourceTree): string[] =>
  [...tree.values()].flatMap((file) => {
    const lib = file.path.startsWith('libs/') ? top(file.path) : undefined;
    const wrong = file.imports.flatMap(({ specifier, target, line }) => {
      const at = `${file.path}:${line}`;
      if (!isOurs(target)) return [];
      if (lib && target.startsWith('apps/')) return [`${at} imports the app ${specifier}`];
      if (file.path.startsWith('apps/') && target.startsWith('apps/') && top(target) !== top(file.path))
        return [`${at} imports another app: ${specifier}`];
      if (specifier.startsWith('.') && target.startsWith('libs/') && top(target) !== top(file.path))
        return [`${at} reaches ${specifier} without its alias`];
      if (specifier.startsWith('#') && top(target) === top(file.path)) return [`${at} imports its own lib by alias: ${specifier}`];
      if (lib && target === `${lib}/src/index.ts`) return [`${at} imports its own index`];
      return [];
    });
    const strayIndex =
      lib && file.path.endsWith('/index.ts') && !isKnownIndex(file.path) ? [`${file.path}:1 is a second index of ${lib}`] : [];
    return [...wrong, ...strayIndex];
  });
/** DESIGN names one inner index: it picks the evaluator of a routing policy by version. */
const isKnownIndex = (path: string): boolean => /^libs\/[^/]+\/src\/index\.ts$/.test(path) || path === 'libs/domain/src/routing/index.ts';

function cycles(tree: SourceTree): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) found.push(`${path}:1 imports itself: ${[...trail.slice(seenAt), path].join(' → ')}`);
    if (seenAt >= 0 || done.has(path)) return;
    for (const { target } of tree.get(path)?.imports ?? []) if (tree.has(target) && !isTest(target)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of productOf(tree)) visit(path, []);
  return found;
}

/** Files of the server reached from `start` without leaving it, itself included. */
function reachedWithin(tree: SourceTree, start: SourceFile): SourceFile[] {
  const reached = new Map([[start.path, start]]);
  for (const file of reached.values())
    for (const { target } of file.imports) {
      const next = tree.get(target);
      if (next?.path.startsWith('apps/')) reached.set(next.path, next);
    }
  return [...reached.values()];
}

const handlerPaths = (decorator: string, forbidden: string) => (tree: SourceTree) =>
  productOf(tree)
    .filter((file) => file.mentions.some(({ kind, name }) => kind === 'decorator' && name === decorator))
    .flatMap((handler) =>
      reachedWithin(tree, handler).flatMap((file) =>
        file.imports
          .filter(({ target }) => target.startsWith(forbidden))
          .map(({ line, specifier }) => `${file.path}:${line} brings ${specifier} to the @${decorator} of ${handler.path}`),
      ),
    );

const isMember = (path: string): boolean => environmentReaders.some((reader) => path.startsWith(reader));
const environmentRead = (tree: SourceTree): string[] =>
  productOf(tree)
    .filter((file) => !isMember(file.path))
    .flatMap((file) => [
      ...file.mentions
        .filter(({ kind, name }) => kind === 'member' && name === 'process.env')
        .map(({ line }) => `${file.path}:${line} reads process.env`),
      ...file.imports.filter(({ target }) => target === 'node:process').map(({ line }) => `${file.path}:${line} imports node:process`),
    ]);

const all =
  (...parts: ((tree: SourceTree) => string[])[]) =>
  (tree: SourceTree): string[] =>
    parts.flatMap((part) => part(tree));

export const rules: readonly Rule[] = [
  {
    name: '1 the domain imports only itself, and uses no clock, random, uuid, process, timer or decorator',
    violations: all(importsBeyond(named('domain')), impurities),
    seeds: [
      { 'libs/domain/src/a.ts': "import { v7 } from 'uuid';" },
      { 'libs/domain/src/a.ts': "import type { Store } from '#event-store';" },
      { 'libs/domain/src/a.ts': "import { createHash } from 'node:crypto';" },
      { 'libs/domain/src/a.ts': "const load = () => import('kysely');" },
      { 'libs/domain/src/a.ts': 'export const now = () => Date.now();' },
      { 'libs/domain/src/a.ts': 'export interface Issue { at: Date }' },
      { 'libs/domain/src/a.ts': 'export const luck = () => Math.random();' },
      { 'libs/domain/src/a.ts': 'export const id = () => crypto.randomUUID();' },
      { 'libs/domain/src/a.ts': 'export const zone = process.env;' },
      { 'libs/domain/src/a.ts': 'setTimeout(() => {}, 1);' },
      { 'libs/domain/src/a.ts': '@Injectable() export class Decider {}' },
    ],
    lawful: [
      {
        'libs/domain/src/a.ts': "import { b } from './issue/b.js'; export const a = { process: b.process, Date: 1 };",
        'libs/domain/src/issue/b.ts': 'export const b = { process: 1 };',
      },
      { 'libs/domain/src/a.spec.ts': "import fc from 'fast-check'; new Date(0);" },
    ],
  },
  {
    name: '2 the ledger imports itself and node:crypto',
    violations: importsBeyond(named('ledger')),
    seeds: [
      { 'libs/ledger/src/a.ts': "import { readFileSync } from 'node:fs';" },
      { 'libs/ledger/src/a.ts': "import canonicalize from 'canonicalize';" },
      { 'libs/ledger/src/a.ts': "import type { Event } from '#domain';" },
    ],
    lawful: [{ 'libs/ledger/src/a.ts': "import { createHash } from 'node:crypto';" }],
  },
  {
    name: '3 an adapter imports its port and one driver, a port nothing else; only the composition root chooses adapters',
    violations: all(
      importsBeyond((area) => area.adapterOf !== undefined || area.name === 'event-store' || area.name === 'vault'),
      adaptersChosen,
    ),
    seeds: [
      { 'libs/event-store/src/sqlite/a.ts': "import pg from 'pg';" },
      { 'libs/event-store/src/sqlite/a.ts': "import { a } from '../memory/memory-event-store.js';" },
      { 'libs/event-store/src/memory/a.ts': "import Database from 'better-sqlite3';" },
      { 'libs/vault/src/sqlite/a.ts': "import { Store } from '#event-store';" },
      { 'libs/event-store/src/event-store.ts': "import { a } from './sqlite/a.js';" },
      { 'libs/event-store/src/event-store.ts': "import Database from 'better-sqlite3';" },
      { 'apps/server/src/issues/issues.handler.ts': "import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';" },
      { 'apps/server/src/app.service.ts': "const adapter = await import('#vault/sqlite/sqlite-vault');" },
    ],
    lawful: [
      {
        'libs/event-store/src/sqlite/a.ts':
          "import Database from 'better-sqlite3'; import { Worker } from 'node:worker_threads'; import '../errors.js';",
      },
      { 'apps/server/src/adapters.ts': "import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';" },
      { 'libs/application/src/router.spec.ts': "import { MemoryEventStore } from '#event-store/memory/memory-event-store';" },
    ],
  },
  {
    name: '4 read models import the domain, and of the event store its types at most',
    violations: importsBeyond(named('read-models', 'read-models/store')),
    seeds: [
      { 'libs/read-models/src/queue.ts': "import { EventStore } from '#event-store';" },
      { 'libs/read-models/src/queue.ts': "import type { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';" },
      { 'libs/read-models/src/queue.ts': "import { handle } from '#application';" },
      { 'libs/read-models/src/queue.ts': "import Database from 'better-sqlite3';" },
    ],
    lawful: [
      { 'libs/read-models/src/queue.ts': "import type { EventStore } from '#event-store'; import { type Kysely } from 'kysely';" },
      { 'libs/read-models/src/store/sqlite.ts': "import Database from 'better-sqlite3';" },
    ],
  },
  {
    name: '5 the application imports the domain and ports; feeds and care import these and no adapter',
    violations: importsBeyond(named('application', 'connect', 'care')),
    seeds: [
      { 'libs/application/src/router.ts': "import { MemoryEventStore } from '#event-store/memory/memory-event-store';" },
      { 'libs/application/src/router.ts': "import { queue } from '#read-models';" },
      { 'libs/application/src/router.ts': "import { readFileSync } from 'node:fs';" },
      { 'libs/connect/src/csv.ts': "import { EventStore } from '#event-store';" },
      { 'libs/care/src/backup.ts': "import Database from 'better-sqlite3';" },
      { 'libs/care/src/backup.ts': "import { SqliteVault } from '#vault/sqlite/sqlite-vault';" },
    ],
    lawful: [{ 'libs/application/src/router.ts': "import { EventStore } from '#event-store'; import { v5 } from 'uuid';" }],
  },
  {
    name: "6 adapters translate driver errors into the port's named errors",
    violations: untranslatedErrors,
    seeds: [
      { 'libs/event-store/src/memory/a.ts': "throw new Error('conflict');" },
      { 'libs/vault/src/sqlite/a.ts': "import { NoKey } from '../errors.js'; throw new Database.SqliteError('x', 'y');" },
      { 'libs/event-store/src/sqlite/a.ts': "import Database from 'better-sqlite3'; new Database('x');" },
    ],
    lawful: [
      {
        'libs/event-store/src/sqlite/a.ts':
          "import Database from 'better-sqlite3'; import { WrongExpectedRevision } from '../errors.js'; throw new WrongExpectedRevision();",
      },
    ],
  },
  {
    name: '7 only the server imports Nest, only a dto class-validator',
    violations: frameworkOutside,
    seeds: [
      { 'libs/application/src/router.ts': "import { Injectable } from '@nestjs/common';" },
      { 'apps/cli/src/main.ts': "import { NestFactory } from '@nestjs/core';" },
      { 'libs/domain/src/a.spec.ts': "import { Test } from '@nestjs/testing';" },
      { 'apps/server/src/issues/issues.controller.ts': "import { IsString } from 'class-validator';" },
    ],
    lawful: [
      {
        'apps/server/src/issues/file-issue.dto.ts':
          "import { IsString } from 'class-validator'; import { ApiProperty } from '@nestjs/swagger';",
      },
    ],
  },
  {
    name: '8 no lib imports an app; no cycles; across libs by alias; one index.ts a lib, never used inside it',
    violations: all(waysOfImporting, cycles),
    seeds: [
      { 'libs/application/src/a.ts': "import { config } from '../../../apps/server/src/config.js';" },
      { 'apps/server/src/a.ts': "import { help } from '../../cli/src/main.js';" },
      { 'libs/application/src/a.ts': "import { event } from '../../domain/src/event.js';" },
      { 'apps/server/src/a.ts': "import { event } from '../../../libs/domain/src/event.js';" },
      { 'libs/domain/src/a.ts': "import { event } from '#domain';" },
      { 'libs/domain/src/issue/a.ts': "import { event } from '../index.js';" },
      { 'libs/domain/src/issue/index.ts': 'export {};' },
      { 'libs/domain/src/a.ts': "import { b } from './b.js';", 'libs/domain/src/b.ts': "export * from './a.js';" },
      {
        'libs/domain/src/a.ts': "import { b } from './b.js';",
        'libs/domain/src/b.ts': "import { c } from './c.js';",
        'libs/domain/src/c.ts': "import type { a } from './a.js';",
      },
    ],
    lawful: [
      {
        'libs/application/src/a.ts': "import { event } from '#domain'; import './b.js';",
        'libs/application/src/b.ts': "import { event } from '#domain';",
      },
    ],
  },
  {
    name: '9 command paths never import read models, query paths never the application',
    violations: all(handlerPaths('CommandHandler', 'libs/read-models/'), handlerPaths('QueryHandler', 'libs/application/')),
    seeds: [
      { 'apps/server/src/issues/issues.handler.ts': "import { queue } from '#read-models'; @CommandHandler(FileIssue) class A {}" },
      { 'apps/server/src/issues/issues.queries.ts': "import { handleCommand } from '#application'; @QueryHandler(Queue) class A {}" },
      {
        'apps/server/src/issues/issues.handler.ts': "import { look } from './look.js'; @CommandHandler(FileIssue) class A {}",
        'apps/server/src/issues/look.ts': "import { queue } from '#read-models/executive-queue';",
      },
    ],
    lawful: [
      { 'apps/server/src/issues/issues.handler.ts': "import { handleCommand } from '#application'; @CommandHandler(FileIssue) class A {}" },
    ],
  },
  {
    name: '10 every folder has a rule',
    violations: (tree) => [...tree.keys()].filter((path) => !areaOf(path)).map((path) => `${path}:1 lies in a folder without a rule`),
    seeds: [
      { 'libs/helpers/src/a.ts': '' },
      { 'libs/event-store/src/elsewhere/a.ts': '' },
      { 'libs/domain/a.ts': '' },
      { 'apps/worker/src/main.ts': '' },
    ],
    lawful: [{ 'libs/domain/src/issue/issue.ts': '' }],
  },
  {
    name: '11 only config.ts and the CLI read the environment',
    violations: environmentRead,
    seeds: [
      { 'apps/server/src/main.ts': 'const port = process.env.PORT;' },
      { 'libs/event-store/src/sqlite/a.ts': "const file = process.env['FILE'];" },
      { 'libs/vault/src/a.ts': "import { env } from 'node:process';" },
    ],
    lawful: [{ 'apps/server/src/config.ts': 'export const port = process.env.PORT;' }],
  },
];
