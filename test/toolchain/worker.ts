import { parentPort } from 'node:worker_threads';
import { canonicalJson } from '#ledger';
import greeting from './greeting.json' with { type: 'json' };
import { Greeting } from './greeting.js';

parentPort?.postMessage(`${Greeting.Hello} ${greeting.to} ${typeof canonicalJson}`);
