import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from '#problem';
import { VERSION } from './version.js';

const DESCRIPTION = `
A person talks, in an app, a browser or to a robot; an AI agent hears, thinks, acts and answers.

**First talk**: \`POST /orchestrated/session/start\`, join the LiveKit room with the answer, speak. What was said is at
\`GET /api/conversations/{conversationId}/messages\`.

**Access**: an API key as \`Authorization: Bearer <key>\` or \`X-API-Key: <key>\`, or a JWT as a bearer. In development without keys
no credential is needed on the machine itself.

**Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`.
`.trim();

const TAGS: [string, string][] = [
  ['Token', 'Secrets for a device that talks with the model itself.'],
  ['Orchestrated talks', 'Room, agent and token in one call.'],
  ['Sessions', 'Talks that run or ran.'],
  ['Conversations', 'What was said.'],
  ['Workflows', 'What happens in talks, told to others.'],
  ['Providers', 'Who can hear, think and speak.'],
  ['Usage', 'What was used up, and what it cost.'],
  ['Ingest', 'How agents report. They show a token of their own.'],
  ['Webhooks', 'What others tell us. They sign it.'],
  ['Sockets', 'Tickets for WebSockets.'],
  ['Health', 'Whether it runs, and how well.'],
];

const PROBLEM = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };

/** The one description of this API: served at `/docs`, written to `openapi.json`. */
export function describeApi(app: INestApplication, publicUrl?: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Parley')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key or a JWT.' }, 'key')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'headerKey')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The ingest token.' }, 'ingest')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: "LiveKit's JWT." },
      'livekit',
    )
    .addSecurityRequirements('key')
    .addSecurityRequirements('headerKey')
    .addGlobalResponse({ status: 'default', description: 'What went wrong.', content: PROBLEM });
  if (publicUrl !== undefined) builder.addServer(publicUrl);
  for (const [name, description] of TAGS) builder.addTag(name, description);
  return SwaggerModule.createDocument(app, builder.build(), { extraModels: [ProblemDto] });
}
