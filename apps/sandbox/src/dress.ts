import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { inputPipe, ProblemFilter } from '#problem';

/** What the application and its tests put on: validation, errors, shutdown. */
export function dress(app: INestApplication): void {
  app.enableCors(); // the console's page sets the switches too
  app.useGlobalPipes(inputPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
  SwaggerModule.setup('docs', app, () => describeSandbox(app));
}

function describeSandbox(app: INestApplication): OpenAPIObject {
  const document = new DocumentBuilder()
    .setTitle('Parley sandbox')
    .setDescription('The vendors, simulated on their own wire protocols, and the switches that break them.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, document);
}
