import { Command, Option } from 'commander';
import { Engine, mintToken, newId, systemClaim, systemClock } from '#application';
import { ROLES, type Role, type Scope } from '#domain';
import { dataFolder, openData } from './data-folder.js';
import { print } from './outcome.js';

interface Options {
  readonly data?: string;
  readonly person: string;
  readonly name?: string;
  readonly level?: string;
  readonly role: readonly Role[];
  readonly programme?: string;
  readonly region?: string;
  readonly partner?: string;
  readonly until?: string;
  readonly label: string;
  readonly json: boolean;
}

export function tokenCommand(): Command {
  const create = new Command('create')
    .description('make an access token; a person who is not there yet is registered. Only its hash is stored')
    .requiredOption('--person <id>', 'whose token it is')
    .option('--name <name>', 'name of the person, if new')
    .option('--level <number>', 'level of the person, if new (1: middle manager)')
    .addOption(new Option('--role <role...>', 'roles to give, and what the token is limited to').choices([...ROLES]).default([]))
    .option('--programme <id>', 'where the roles hold')
    .option('--region <name>', 'where the roles hold')
    .option('--partner <code>', 'where the roles hold')
    .option('--until <instant>', 'when it ends, such as 2027-01-31T00:00:00.000Z')
    .option('--label <text>', 'what it is for', 'command line')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
  return new Command('token').description('make an access token').exitOverride().addCommand(create);
}

async function run(options: Options): Promise<void> {
  const data = await openData(dataFolder(options.data), true);
  const { store, vault } = data;
  const engine = new Engine({ store, vault, secret: await data.secret(), clock: systemClock, leads: false });
  try {
    await engine.start();
    const { person } = options;
    const scope: Scope = Object.fromEntries(
      (['programme', 'region', 'partner'] as const).flatMap((part) => (options[part] === undefined ? [] : [[part, options[part]]])),
    );
    const roles = options.role.map((role) => ({ role, scope }));
    const give = (command: Parameters<typeof engine.handle<'person'>>[1]['command']) =>
      engine.handle('person', { id: null, command, claim: systemClaim('operator'), identity: null });
    const held = await rolesOf(data.store, person);
    if (held === null) await give(registration(options));
    for (const given of roles) if (!(held ?? []).includes(JSON.stringify(given))) await give({ type: 'GiveRole', person, ...given });
    const minted = mintToken(person, newId);
    await give({
      type: 'IssueToken',
      person,
      tokenId: minted.tokenId,
      secretHash: minted.secretHash,
      roles: roles.length === 0 ? null : roles,
      until: options.until ?? null,
      label: options.label,
    });
    print(options.json, { token: minted.text, tokenId: minted.tokenId, person }, () => minted.text);
  } finally {
    await engine.stop();
    await data.close();
  }
}

function registration({ person, name = person, level }: Options) {
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

/** Roles that a person has, as text to compare with; null: there is no such person. */
async function rolesOf(
  store: { readStream(stream: string): Promise<readonly { type: string; data: object }[]> },
  person: string,
): Promise<readonly string[] | null> {
  const events = await store.readStream(`person-${person}`);
  if (events.length === 0) return null;
  const held = new Set<string>();
  for (const { type, data } of events) {
    const { role, scope } = data as { role: Role; scope: Scope };
    if (type === 'RoleGiven') held.add(JSON.stringify({ role, scope }));
    if (type === 'RoleTaken') held.delete(JSON.stringify({ role, scope }));
  }
  return [...held];
}
