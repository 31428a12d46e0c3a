/**
 * Writes the golden history of a release: `node test/golden/make.mjs 0.1.0` after a build, with Node 24. The demo's story in small, and
 * whatever its log holds, one canonical envelope a line. Made once a release and never again: CI replays it for ever.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { DEMO_SEED, installDemo } from '#connect';
import { leafBytes } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';

const release = process.argv[2];
if (release === undefined) throw new Error('which release?');
const place = () => ({ store: new MemoryEventStore(), vault: new MemoryVault() });
const into = place();
await installDemo({ workshop: place(), into, seed: DEMO_SEED, volumePercent: 10 });
const events = await into.store.readFromIndex(0, Number.MAX_SAFE_INTEGER);
const lines = events.map((event) => `${leafBytes(event).toString()}\n`).join('');
writeFileSync(new URL(`history-${release}.jsonl.gz`, import.meta.url), gzipSync(lines, { level: 9 }), { flag: 'wx' });
console.log(`${events.length} events`);
