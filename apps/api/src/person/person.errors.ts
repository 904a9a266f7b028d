import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class PersonNotFound extends Problem {
  readonly code = 'person_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor() {
    super('There is nothing of such a person.');
  }
}
