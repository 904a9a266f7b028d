import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';

export interface BodyRule {
  limitBytes: number;
  /** What to do with a body that is not JSON: answer 415, or take it for none where the contract says so. */
  otherTypes: 'refuse' | 'ignore';
  /** `bytes`: a Buffer of what came, whatever its type, for routes that check a signature over it. */
  as: 'json' | 'bytes';
  /** `none`: the route takes no fields, so each one is a mistake; with `any` the DTO knows them. */
  fields: 'any' | 'none';
}

export const BODY_RULE = Symbol('body rule');
export const DEFAULT_BODY_RULE: BodyRule = {
  limitBytes: 100_000,
  otherTypes: 'refuse',
  as: 'json',
  fields: 'any',
};

/** For routes whose body is not the usual one: JSON of at most 100 kB. */
export function ReadsBody(rule: Partial<BodyRule>): CustomDecorator<symbol> {
  return SetMetadata(BODY_RULE, { ...DEFAULT_BODY_RULE, ...rule });
}
