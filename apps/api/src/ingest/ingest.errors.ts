import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class IngestNotConfigured extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor() {
    super('Agents cannot report here: set LIVEKIT_API_SECRET or INGEST_TOKEN.');
  }
}

export class WrongIngestToken extends Problem {
  readonly code = 'unauthenticated';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor() {
    super(
      'The ingest token is missing or wrong. Agent and api need the same INGEST_TOKEN or LIVEKIT_API_SECRET.',
    );
  }
}

export class LeaseSuperseded extends Problem {
  readonly code = 'lease_superseded';
  readonly status = HttpStatus.CONFLICT;

  constructor(sessionId: string, epoch: number) {
    super(`Claim ${epoch} of session ${sessionId} is not the one in force any more.`);
  }
}
