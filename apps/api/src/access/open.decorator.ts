import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

export const OPEN = Symbol('open');

/**
 * No key is needed: the route holds nothing of anybody, or has a guard of its own, whose proof is `scheme` in the
 * documentation. A test lists these routes.
 */
export function Open(scheme?: string): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(OPEN, true), scheme ? ApiSecurity(scheme) : ApiSecurity({}));
}
