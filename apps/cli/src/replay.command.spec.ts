import { describe, expect, it } from '@jest/globals';
import { replayCommand } from './replay.command.js';

describe('replay', () => {
  it.each(['0', '-1', '1.5', 'many', '', '100001', '9'.repeat(20)])(
    'reads no pages of %j events, which would find nothing to differ',
    async (batch) => {
      const command = replayCommand().configureOutput({ writeErr: () => undefined });
      const run = command.parseAsync([`--batch=${batch}`, '--data', 'nowhere'], { from: 'user' });
      await expect(run).rejects.toMatchObject({ code: 'commander.invalidArgument' });
    },
  );
});
