import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Verdict {
  level: string;
}

process.env['NODE_ENV'] = 'development';
const require = createRequire(import.meta.url);
const { log } = require(join(dirname(require.resolve('@livekit/rtc-node')), 'log.cjs')) as {
  log: { level: string };
};
console.log(JSON.stringify({ level: log.level } satisfies Verdict));
