import { Command, Option } from 'commander';
import { Engine, mintToken, newId, systemClaim, systemClock } from '#application';
import {
  fold,
  isTokenLive,
  personDecider,
  ROLES,
  type PersonCommand,
  type PersonEvent,
  type PersonState,
  type Role,
  type Scope,
} from '#domain';
import type { EventStore } from '#event-store';
import { dataFolder, openData } from './data-folder.js';
import { BadInput, print } from './outcome.js';

interface Common {
  readonly data?: string;
  readonly json: boolean;
}

interface Creation extends Common {
  readonly person: string;
  readonly name?: string;
  readonly level?: string;
  readonly role: readonly Role[];
  readonly programme?: string;
  readonly region?: string;
  readonly partner?: string;
  readonly until?: string;
  readonly label: string;
}

interface Rotation extends Common {
  readonly person: string;
  readonly token: string;
  readonly until?: string;
  readonly label: string;
  readonly overlap: string;
}

export function tokenCommand(): Command {
  const token = new Command('token').description('access tokens, while the server is stopped').exitOverride();
  for (const one of [create(), list(), rotate(), revoke()]) token.addCommand(one);
  return token;
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--json', 'answer as JSON', false)
    .exitOverride();
}

const UNTIL = 'when it ends, such as 2027-01-31T00:00:00.000Z, or never (default: in 90 days)';

function create(): Command {
  return subcommand('create', 'make an access token; a person who is not there yet is registered. Only its hash is stored')
    .requiredOption('--person <id>', 'whose token it is')
    .option('--name <name>', 'name of the person, if new')
    .option('--level <number>', 'level of the person, if new (1: middle manager)')
    .addOption(new Option('--role <role...>', 'roles to give, and what the token is limited to').choices([...ROLES]).default([]))
    .option('--programme <id>', 'where the roles hold')
    .option('--region <name>', 'where the roles hold')
    .option('--partner <code>', 'where the roles hold')
    .option('--until <instant>', UNTIL)
    .option('--label <text>', 'what it is for', 'command line')
    .action((options: Creation) => onData(options, (data) => createToken(options, data), true));
}

function list(): Command {
  return subcommand('list', 'tokens, their ends and their roles; no secret is stored that could be listed')
    .option('--person <id>', 'of one person')
    .action((options: Common & { readonly person?: string }) => onData(options, (data) => listTokens(options, data)));
}

function rotate(): Command {
  return subcommand('rotate', 'make a token in the place of another, which goes on for a while')
    .requiredOption('--person <id>', 'whose token it is')
    .requiredOption('--token <id>', 'the token that ends')
    .option('--overlap <minutes>', 'how long the old one goes on', '1440')
    .option('--until <instant>', UNTIL)
    .option('--label <text>', 'what it is for', 'command line')
    .action((options: Rotation) => onData(options, (data) => rotateToken(options, data)));
}

function revoke(): Command {
  return subcommand('revoke', 'end a token at once')
    .requiredOption('--person <id>', 'whose token it is')
    .requiredOption('--token <id>', 'the token')
    .action((options: Common & { readonly person: string; readonly token: string }) =>
      onData(options, async ({ give }) => {
        const { person, token: tokenId } = options;
        await give({ type: 'RevokeToken', person, tokenId });
        print(options.json, { person, tokenId, revoked: true }, () => `${tokenId} opens nothing any more`);
      }),
    );
}

interface OnData {
  readonly store: EventStore;
  readonly give: (command: PersonCommand) => Promise<unknown>;
}

/** `make`: makes a data folder where there is none, for the first token of all. */
async function onData({ data: folder }: Common, work: (data: OnData) => Promise<void>, make = false): Promise<void> {
  const data = await openData(dataFolder(folder), make);
  const { store, vault } = data;
  const engine = new Engine({ store, vault, secret: await data.secret(), clock: systemClock, leads: false });
  try {
    await engine.start();
    const give = (command: PersonCommand) => engine.handle('person', { id: null, command, claim: systemClaim('operator'), identity: null });
    await work({ store, give });
  } finally {
    await engine.stop();
    await data.close();
  }
}

async function createToken(options: Creation, { store, give }: OnData): Promise<void> {
  const { person } = options;
  const scope: Scope = Object.fromEntries(
    (['programme', 'region', 'partner'] as const).flatMap((part) => (options[part] === undefined ? [] : [[part, options[part]]])),
  );
  const roles = options.role.map((role) => ({ role, scope }));
  const state = await stateOf(store, person);
  if (state.status === 'none') await give(registration(options));
  const held = state.status === 'here' ? state.roles.map((one) => JSON.stringify(one)) : [];
  for (const given of roles) if (!held.includes(JSON.stringify(given))) await give({ type: 'GiveRole', person, ...given });
  const { text, tokenId, secretHash } = mintToken(person, newId);
  const narrowed = roles.length === 0 ? null : roles;
  await give({ type: 'IssueToken', person, tokenId, secretHash, roles: narrowed, ...endOf(options), label: options.label });
  print(options.json, { token: text, tokenId, person }, () => text);
}

async function rotateToken(options: Rotation, { give }: OnData): Promise<void> {
  const { person, token, overlap, label } = options;
  if (!/^\d{1,6}$/.test(overlap)) throw new BadInput('--overlap must be a whole number of minutes');
  const { text, tokenId: newTokenId, secretHash } = mintToken(person, newId);
  const overlapMinutes = Number(overlap);
  await give({ type: 'RotateToken', person, tokenId: token, newTokenId, secretHash, overlapMinutes, ...endOf(options), label });
  print(options.json, { token: text, tokenId: newTokenId, person, replaces: token, overlapMinutes }, () => text);
}

async function listTokens({ person, json }: { readonly person?: string; readonly json: boolean }, { store }: OnData): Promise<void> {
  const people = person === undefined ? await peopleIn(store) : [person];
  const now = systemClock.now();
  const tokens: { person: string; tokenId: string; until: string | null; live: boolean; roles: string }[] = [];
  for (const id of people) {
    const state = await stateOf(store, id);
    if (state.status !== 'here') continue;
    for (const token of state.tokens) {
      const roles = token.roles?.map(({ role }) => role).join(' ') ?? 'all';
      tokens.push({ person: id, tokenId: token.tokenId, until: token.until, live: isTokenLive(token, now), roles });
    }
  }
  const line = (one: (typeof tokens)[number]) =>
    `${one.live ? 'live' : 'over'}  ${one.person}  ${one.tokenId}  until ${one.until ?? 'revoked'}  roles: ${one.roles}`;
  print(json, { tokens }, () => (tokens.length === 0 ? 'no tokens' : tokens.map(line).join('\n')));
}

/** What `--until` says; nothing: the domain's own default. */
function endOf({ until }: { readonly until?: string }): { readonly until?: string | null } {
  return until === undefined ? {} : { until: until === 'never' ? null : until };
}

function registration({ person, name = person, level }: Creation) {
  return {
    type: 'RegisterPerson' as const,
    person,
    name,
    title: name,
    level: level === undefined ? null : Number(level),
    reportsTo: null,
    attention: { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 },
    calendar: null,
  };
}

async function stateOf(store: EventStore, person: string): Promise<PersonState> {
  return fold(personDecider, (await store.readStream(`person-${person}`)) as unknown as readonly PersonEvent[]);
}

const PAGE = 1000;

/** Everybody who was ever registered, in that order. */
async function peopleIn(store: EventStore): Promise<readonly string[]> {
  const people: string[] = [];
  for (let from = 0; ; from += PAGE) {
    const events = await store.readFromIndex(from, PAGE);
    for (const { type, stream } of events) if (type === 'PersonRegistered') people.push(stream.slice('person-'.length));
    if (events.length < PAGE) return people;
  }
}
