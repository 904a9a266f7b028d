import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { EventEnvelope } from '#conversation';
import { openRepositories } from './store-in-folder.js';
import { NOON } from './samples.js';

/**
 * A process to be killed: opens a database, says `open`, and brings in the batches of a file, one after the other, for ever, saying
 * `batch` after each.
 */
const [url = '', batchesFile = ''] = process.argv.slice(2);
const batches = JSON.parse(readFileSync(batchesFile, 'utf8')) as EventEnvelope[][];
const { events } = await openRepositories(url);
process.stdout.write('open\n');
for (;;) {
  for (const batch of batches) {
    await events.ingest(batch, NOON);
    process.stdout.write('batch\n');
  }
}
