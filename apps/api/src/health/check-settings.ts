import 'reflect-metadata';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { complaintsOf, configurationComplaints } from '#config';
import { recordingConfig } from '#recording';
import { accessConfig } from '../access/access.config.js';
import { parseApiKeys } from '../access/api-key.js';
import { Prices } from '../usage/prices.js';
import { pricesConfig } from '../usage/prices.config.js';

const BUILT = resolve(import.meta.dirname, '../../../..');

// For `npm run doctor`: every value is read as a boot reads it, and nothing is started. Writes a JSON list of what does not fit.
for (const file of globSync(['apps/{api,agent}/src/**/*.config.js', 'libs/*/src/**/*.config.js'], {
  cwd: BUILT,
})) {
  await import(pathToFileURL(resolve(BUILT, file)).href);
}
const complaints = new Set([
  ...(await configurationComplaints()),
  ...(await complaintsOf(async () => parseApiKeys((await accessConfig.useFactory()).apiKeys))),
  ...(await complaintsOf(async () => new Prices(await pricesConfig.useFactory()))),
  ...(await complaintsOf(async () => (await recordingConfig.useFactory()).bucket)),
]);
console.log(JSON.stringify([...complaints]));
