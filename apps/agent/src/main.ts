import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { InvalidConfiguration } from '#config';
import { useLogging } from '#telemetry';
import { prepareFramework } from '#talk';
import { AgentConfig } from './agent.config.js';
import { AgentModule } from './agent.module.js';
import { listenOnFreePort } from './listen.js';

// Before anything of the framework is built, and before a session can meet an unpatched one.
prepareFramework();
try {
  const app = await NestFactory.create<NestExpressApplication>(AgentModule, {
    logger: false, // until ours is there; a boot that fails says one thing, below
    abortOnError: false,
  });
  useLogging(app);
  app.enableShutdownHooks();
  const description = new DocumentBuilder().setTitle('Parley agent').setVersion('0.1.0').build();
  SwaggerModule.setup('docs', app, SwaggerModule.createDocument(app, description));
  const { host, port } = app.get(AgentConfig);
  const taken = await listenOnFreePort(app, port, host);
  const logger = new Logger('Agent');
  if (port !== 0 && taken !== port)
    logger.warn('AGENT_PORT is taken; using the next free one', { wanted: port, port: taken });
  logger.log('agent is up', { port: taken, docs: `http://${host}:${taken}/docs` });
} catch (error) {
  // A wrong setting is the operator's to mend: the stack would only hide what to do.
  console.error(error instanceof InvalidConfiguration ? error.message : error);
  process.exit(1);
}
