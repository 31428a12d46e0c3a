/** The wire server as a process of its own, to be killed: `main.ts FILE PORT`. What it acknowledged is in the file. */
import { WireLog } from './wire-log.js';
import { WireServer } from './wire-server.js';

const [file = null, port = '0'] = process.argv.slice(2);
const { url } = await WireServer.start({ log: new WireLog(file), port: Number(port) });
process.stdout.write(`listening at ${url}\n`);
