/** Adds up what the suites reported. A step that failed without a failed test counts as one failure. */
import { existsSync, readFileSync } from 'node:fs';

const folder = process.argv[2];
let passed = 0;
let failed = 0;
for (const step of ['suites', 'check', 'long']) {
  const report = `${folder}/${step}.json`;
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
  const exitCode = Number(readFileSync(`${folder}/${step}.exit`, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests || (exitCode === 0 ? 0 : 1);
  if (exitCode !== 0) console.log(`${step}: failed with exit code ${exitCode}`);
}
if (passed === 0) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
