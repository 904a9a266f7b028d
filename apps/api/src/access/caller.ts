import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** What a caller may do: `session` starts sessions and uses its own, `operate` ends and steers any, `admin` includes all. */
export const SCOPES = ['session', 'read', 'operate', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks. Set by the guard on every route that is not open. */
export interface Caller {
  /** How they showed who they are. `development`: they did not have to, on the machine itself. */
  kind: 'key' | 'jwt' | 'anonymous' | 'development';
  tenantId: string;
  scopes: readonly Scope[];
  /** One name for one caller within the tenant, but for anonymous ones, who share theirs. */
  keyName: string;
  /** Requests a minute, where the key has a number of its own. */
  requestsPerMinute?: number;
}

declare module 'express-serve-static-core' {
  interface Request {
    caller?: Caller;
  }
}

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

export function mayAny(caller: Caller, wanted: readonly Scope[]): boolean {
  return caller.scopes.includes('admin') || wanted.some((scope) => caller.scopes.includes(scope));
}

/** The caller in a handler's parameters. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<Request>();
  if (!caller) throw new Error('An open route has no caller.');
  return caller;
});
