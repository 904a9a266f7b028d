import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { inputPipe, ProblemFilter } from '#problem';

/** A stateless API is told the whole talk each time, what its tools answered included. */
const LONGEST_TALK = '8mb';

/** What the application and its tests put on: validation, errors, shutdown. */
export function dress(app: NestExpressApplication): void {
  app.useBodyParser('json', { limit: LONGEST_TALK });
  app.enableCors(); // the console's page sets the switches too
  app.useGlobalPipes(inputPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
  SwaggerModule.setup('docs', app, () => describeSandbox(app));
}

function describeSandbox(app: NestExpressApplication): OpenAPIObject {
  const document = new DocumentBuilder()
    .setTitle('Parley sandbox')
    .setDescription('The vendors, simulated on their own wire protocols, and the switches that break them.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, document);
}
