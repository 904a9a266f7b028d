import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { HelmetOptions } from 'helmet';
import { inputPipe, ProblemFilter } from '#problem';
import { CurrentRequest } from './audit/current-request.js';
import { describeApi } from './describe-api.js';
import { Leaving } from './leaving.js';
import { ServerConfig } from './server.config.js';

const PREFLIGHT_KEPT_S = 600;

/** For browsers. Swagger UI brings its own scripts and styles, and the pages here load nothing from elsewhere. */
const HEADERS: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"], // of Swagger UI
      imgSrc: ["'self'", 'data:'],
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'", 'ws:', 'wss:', 'https:'], // LiveKit is where it is
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      // Not `upgrade-insecure-requests`: in a network of one's own there is no certificate.
    },
  },
  // Whatever CORS lets a page read it may also embed: audio is played from here.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
};

/** What the application puts on, in production and in tests alike. */
export function dress(app: NestExpressApplication): void {
  const { corsOrigins, trustProxy, publicUrl } = app.get(ServerConfig);
  const anyOrigin = corsOrigins.includes('*');
  app.set('trust proxy', trustProxy);
  app.disable('x-powered-by');
  app.disable('etag'); // nearly every answer is new
  const leaving = app.get(Leaving);
  const current = app.get(CurrentRequest);
  const always = headersOfHelmet();
  // One function for what takes no time: every request pays for each of them.
  app.use((request: Request, response: Response, next: NextFunction) => {
    for (const [name, value] of always) response.setHeader(name, value);
    if (leaving.isUnderWay) response.setHeader('Connection', 'close');
    current.run(request, next);
  });
  app.enableCors({
    origin: anyOrigin ? '*' : corsOrigins,
    credentials: !anyOrigin,
    exposedHeaders: ['X-Request-Id', 'X-Parley-Simulated', 'Retry-After', 'Idempotency-Replayed'],
    maxAge: PREFLIGHT_KEPT_S,
  });
  app.useGlobalPipes(inputPipe());
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, () => describeApi(app, publicUrl), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Parley API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
}

/** They are the same for every answer: helmet is asked once, and not for each of them by fifteen functions. */
function headersOfHelmet(): [string, string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(HEADERS)(request, response, (error) => {
    if (error !== undefined) throw new Error('The headers of helmet are wrong.', { cause: error });
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
