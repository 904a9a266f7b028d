import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { inputPipe, ProblemFilter } from '#problem';
import { describeApi } from './describe-api.js';
import { ServerConfig } from './server.config.js';

/** What the application puts on, in production and in tests alike. */
export function dress(app: NestExpressApplication): void {
  const { corsOrigins, trustProxy } = app.get(ServerConfig);
  const anyOrigin = corsOrigins.includes('*');
  app.set('trust proxy', trustProxy);
  app.disable('x-powered-by');
  app.disable('etag'); // nearly every answer is new
  app.enableCors({
    origin: anyOrigin ? '*' : corsOrigins,
    credentials: !anyOrigin,
    exposedHeaders: ['X-Request-Id', 'X-Parley-Simulated', 'Retry-After'],
  });
  app.useGlobalPipes(inputPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Parley API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
}
