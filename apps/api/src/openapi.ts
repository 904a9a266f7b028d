import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { ApiModule } from './api.module.js';
import { describeApi } from './describe-api.js';

const FILE = 'openapi.json';

// In preview nothing is built: no database is opened and no configuration is needed.
const app = await NestFactory.create(ApiModule, { preview: true, logger: false, abortOnError: false });
const described = `${JSON.stringify(describeApi(app), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  if (committed !== described) {
    console.error(`${FILE} does not describe this api. Run: npm run build && npm run openapi`);
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, described);
}
