import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import type { RealServer } from '../faults/real-server.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The README's walk, as it stands there, against a server on the demo: only the address and the way to the command line differ. */
export async function readmeWalk(server: RealServer, folder: string): Promise<void> {
  const written = /<!-- the walk[^>]*-->\s*```bash\n([\s\S]*?)```/.exec(readFileSync(`${root}README.md`, 'utf8'))?.[1] ?? '';
  const script = written
    .replace('http://127.0.0.1:7070', server.url)
    .replace('npx gravitas', `${process.execPath} ${root}dist/apps/cli/src/main.js`);
  expect(script).not.toBe(written);
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env });
  expect(stdout).toMatch(/^Goes to Ann Lee because [\d,.]+ USD.* is above the limit of 250,000\.00 USD/);
  expect(stdout).toContain('Truck 255 held at the state line: 1,792 laptops short');
  expect(stdout).toMatch(
    /IssueFiled {2}Dana Brooks\n.*IssueRouted.*\n.*EscalationOpened.*\n.*EscalationClaimed {2}Ann Lee\n.*EscalationDecided {2}Ann Lee/,
  );
  expect(stdout).toMatch(/decision: 'Approved: buy them today\.'[\s\S]*grant: \{ grantId: '[^']+', person: 'ann-lee' \}/);
}
