import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';
import type { Scope } from './caller.js';

export const WANTED_SCOPES = Symbol('wanted scopes');

/** Who may call this route: a caller with any of these. A route that names none is for `admin`. */
export function Scopes(...scopes: [Scope, ...Scope[]]): CustomDecorator<symbol> {
  return SetMetadata(WANTED_SCOPES, scopes);
}
