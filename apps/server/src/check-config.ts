/** Says whether the server would start with this environment: for `gravitas doctor`. Values are not said. */
import { ConfigInvalid, configOf } from './config.js';

try {
  configOf();
  process.stdout.write('the server would start with this environment\n');
} catch (error) {
  if (!(error instanceof ConfigInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
