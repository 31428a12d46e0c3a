import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { sha256Hex } from '#ledger';

/**
 * Released evaluators are frozen: whoever changes one changes what old logs mean. Another evaluator is another folder, `v2`, and a policy
 * chooses it. Comments count: what is frozen is the text that was released.
 */
const frozen = JSON.parse(readFileSync(new URL('evaluators.json', import.meta.url), 'utf8')) as Record<string, string>;

it.each(Object.entries(frozen))('evaluator %s is as it was released', (version, hash) => {
  const folder = new URL(`../../libs/domain/src/routing/${version}/`, import.meta.url);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .sort();
  expect(sha256Hex(files.map((file) => `${file}\n${readFileSync(new URL(file, folder), 'utf8')}`).join('\n'))).toBe(hash);
});
