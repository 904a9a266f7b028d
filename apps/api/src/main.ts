import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { InvalidConfiguration } from '#config';
import { useLogging } from '#telemetry';
import { AccessPolicy } from './access/access.policy.js';
import { ApiModule } from './api.module.js';
import { dress } from './dress.js';
import { Leaving } from './leaving.js';
import { ServerConfig } from './server.config.js';

try {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule, {
    bodyParser: false, // bodies are read by an interceptor, after the guards
    logger: false, // until ours is there; a boot that fails says one thing, below
    abortOnError: false,
  });
  useLogging(app);
  dress(app);
  const { port } = app.get(ServerConfig);
  const { listenHost } = app.get(AccessPolicy);
  await (listenHost ? app.listen(port, listenHost) : app.listen(port));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave(app));
  new Logger('Api').log(`listening on ${await app.getUrl()}, documentation at /docs`);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** A terminal tells the whole group, and the launcher each of its children: once is enough. */
async function leave(app: NestExpressApplication): Promise<void> {
  const leaving = app.get(Leaving);
  if (leaving.isUnderWay) return;
  await leaving.begin();
  await app.close();
  process.exit(0);
}

/** A wrong setting or a taken port is the operator's to mend: the stack would only hide what to do. */
function explain(error: unknown): unknown {
  if (error instanceof InvalidConfiguration) return error.message;
  const portIsTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return portIsTaken ? `${error.message}. Another program listens there: set PORT to a free one.` : error;
}
