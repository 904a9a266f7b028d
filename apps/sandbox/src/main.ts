import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { InvalidConfiguration } from '#config';
import { useLogging } from '#telemetry';
import { dress } from './dress.js';
import { SandboxConfig } from './sandbox.config.js';
import { SandboxModule } from './sandbox.module.js';

try {
  const app = await NestFactory.create<NestExpressApplication>(SandboxModule, {
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: true,
  });
  useLogging(app);
  dress(app);
  const { host, port } = app.get(SandboxConfig);
  await app.listen(port, host);
  new Logger('Sandbox').log('sandbox is up', { url: await app.getUrl() });
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** A wrong setting or a taken port is the operator's to mend: the stack would only hide what to do. */
function explain(error: unknown): unknown {
  if (error instanceof InvalidConfiguration) return error.message;
  const portIsTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return portIsTaken
    ? `${error.message}. Another program listens there: set SANDBOX_PORT to a free one.`
    : error;
}
