import { Command, CommanderError } from 'commander';
import { DomainError } from '#domain';
import { EventStoreError } from '#event-store';
import { CareError } from '#care';
import { VaultError } from '#vault';
import { ImportRefused, StepRefused } from '#connect';
import { backupCommand } from './backup.command.js';
import { copyLogCommand } from './copy-log.command.js';
import { demoCommand } from './demo.command.js';
import { doctorCommand } from './doctor.command.js';
import { explainCommand } from './explain.command.js';
import { exportCommand } from './export.command.js';
import { importCommand } from './import.command.js';
import { replayCommand } from './replay.command.js';
import { restoreCommand } from './restore.command.js';
import { tokenCommand } from './token.command.js';
import { BadInput, CheckFailed } from './outcome.js';

/** Exit codes: 0 well, 1 a check failed, 2 bad usage or input. */
const program = new Command('gravitas')
  .exitOverride()
  .showHelpAfterError('(gravitas COMMAND --help tells more)')
  .addCommand(demoCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(replayCommand())
  .addCommand(explainCommand())
  .addCommand(tokenCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(copyLogCommand())
  .addCommand(doctorCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CheckFailed) return 1;
  if (error instanceof Error && isRefusal(error)) {
    process.stderr.write(`gravitas: ${error.message}\n`);
    return 2;
  }
  process.stderr.write(`gravitas: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}

/** Told in one line, without a stack. */
function isRefusal(error: Error): boolean {
  return [ImportRefused, StepRefused, DomainError, EventStoreError, VaultError, CareError, BadInput].some((kind) => error instanceof kind);
}
