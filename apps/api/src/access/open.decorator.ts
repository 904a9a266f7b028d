import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

export const OPEN = Symbol('open');

/** No key is needed: the route holds nothing of anybody, or checks a proof of its own. A test lists these routes. */
export function Open(): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(OPEN, true), ApiSecurity({}));
}
