import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { DEFAULT_BODY_RULE } from '../http/body-rule.js';
import type { BodyRule } from '../http/body-rule.js';
import { BODY_RULE, BodyInterceptor } from './body.interceptor.js';

/**
 * The handler has a body: JSON of at most 100 kB where it says nothing else. Every POST, PUT and PATCH has this, and a test looks for
 * those that do not; the others read none, and are not made to pay for it.
 */
export function ReadsBody(rule: Partial<BodyRule> = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(BODY_RULE, { ...DEFAULT_BODY_RULE, ...rule }),
    UseInterceptors(BodyInterceptor),
  );
}
