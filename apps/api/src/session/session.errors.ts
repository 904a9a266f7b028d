import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class NoSessionInRoom extends Problem {
  readonly code = 'session_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(room: string) {
    super(`There is no session in room ${room}.`);
  }
}
