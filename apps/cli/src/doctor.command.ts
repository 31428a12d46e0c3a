import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { filesOf } from '#care';
import { dataFolder } from './data-folder.js';
import { examine, ok, type Finding } from './doctor/finding.js';
import * as machine from './doctor/machine-checks.js';
import * as log from './doctor/log-checks.js';
import { views } from './doctor/view-checks.js';
import { logPlaceIn, openBeside, type LogPlace } from './log-place.js';
import { BadInput, CheckFailed, print } from './outcome.js';
import { openVaultBeside, vaultDatabase } from './vault-place.js';

interface Options {
  readonly data?: string;
  readonly json: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look a data folder over, while the server runs or not: what is well, what is not, and what to do')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run(options: Options): Promise<void> {
  const folder = dataFolder(options.data);
  if (!existsSync(folder)) throw new BadInput(`${folder} is not there`);
  const findings = await examined(folder, logPlaceIn(folder));
  const failed = findings.some(({ status }) => status === 'fail');
  print(options.json, { folder, well: !failed, findings }, () => findings.map(lineOf).join('\n'));
  if (failed) throw new CheckFailed();
}

async function examined(folder: string, place: LogPlace): Promise<readonly Finding[]> {
  const onMachine = [
    machine.nodeVersion(),
    machine.configuration(),
    ...(await examine('permissions', 'run it as the owner of the folder', () => machine.permissions(folder))),
    machine.freeDisk(folder),
  ];
  const ofFile =
    place.kind === 'sqlite' && existsSync(place.file)
      ? await examine('log', 'keep the file, and restore the last backup: docs/operations.md', () => [
          log.lock(place.file),
          log.durability(),
          log.pages(place.file),
        ])
      : [];
  const inLog = await examine('log', 'see docs/operations.md', () => contents(folder, place));
  return [...onMachine, ...ofFile, ...inLog];
}

async function contents(folder: string, place: LogPlace): Promise<readonly Finding[]> {
  const files = filesOf(folder);
  const opened = await openBeside(place);
  const vault = existsSync(files.vault) || isElsewhere('GRAVITAS_VAULT') ? await openVaultBeside(files.vault) : null;
  try {
    const report = await log.readWhole(opened, vault);
    return [
      log.head(report),
      log.clock(report),
      ...(vaultDatabase() === null
        ? await examine('secret', 'bring the file back from the sealed backup of the vault', async () => [
            await log.secret(folder, opened, report),
          ])
        : [ok('secret', 'it is kept with the vault')]),
      log.vaultOf(report, vault !== null),
      ...(isElsewhere('GRAVITAS_READ_MODELS')
        ? []
        : await examine('views', 'delete the file while the server is stopped: it is made anew', () =>
            views(files.readModels, report.events),
          )),
    ];
  } finally {
    await vault?.close();
    await opened.close();
  }
}

/** What the environment places outside of the folder is looked after by its own tools. */
function isElsewhere(variable: string): boolean {
  return process.env[variable] !== undefined;
}

function lineOf({ status, check, says, todo }: Finding): string {
  return `${status.padEnd(4)}  ${check}: ${says}${todo === undefined ? '' : `\n      ${todo}`}`;
}
