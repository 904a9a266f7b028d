import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class NoAgentFits extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor(room: string) {
    super(`No agent can work in room ${room}: the api's log says which key is missing.`);
  }
}
