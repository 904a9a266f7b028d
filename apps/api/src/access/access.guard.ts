import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { RequestLog } from '#telemetry';
import { ScopeMissing, Unauthenticated } from './access.errors.js';
import { AccessPolicy } from './access.policy.js';
import { mayAny } from './caller.js';
import type { Caller, Scope } from './caller.js';
import { OPEN } from './open.decorator.js';
import { WANTED_SCOPES } from './scopes.decorator.js';

/** Stands before every route. It runs before the body is read: a stranger's bytes are not even parsed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly policy: AccessPolicy,
    private readonly log: RequestLog,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN, route)) return true;

    const request = context.switchToHttp().getRequest<Request>();
    const caller = this.identify(request, context.switchToHttp().getResponse<Response>());
    const wanted = this.reflector.getAllAndOverride<Scope[] | undefined>(WANTED_SCOPES, route) ?? ['admin'];
    if (!mayAny(caller, wanted)) throw new ScopeMissing(wanted);
    request.caller = caller;
    this.log.add({ tenant: caller.tenantId, key: caller.keyName });
    return true;
  }

  private identify(request: Request, response: Response): Caller {
    try {
      return this.policy.identify(credentialOf(request));
    } catch (error) {
      if (error instanceof Unauthenticated) response.setHeader('WWW-Authenticate', 'Bearer');
      throw error;
    }
  }
}

/** An `Authorization` header of another kind is a credential too, and never a right one. */
function credentialOf(request: Request): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return request.header('x-api-key');
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}
