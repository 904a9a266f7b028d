import { HttpStatus, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { Problem } from '#problem';
import { addLogFields } from '#telemetry';
import { RateLimiter } from '../limits/rate-limiter.js';
import { ScopeMissing } from './access.errors.js';
import { AccessPolicy } from './access.policy.js';
import { mayAny } from './caller.js';
import type { Caller, Scope } from './caller.js';
import { credentialOf } from './credential.js';
import { OPEN } from './open.decorator.js';
import { WANTED_SCOPES } from './scopes.decorator.js';

/** Stands before every route. It runs before the body is read: a stranger's bytes are not even parsed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly policy: AccessPolicy,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN, route)) return true;

    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.identify(request, context.switchToHttp().getResponse<Response>());
    addLogFields({ tenant: caller.tenantId, key: caller.keyName });
    await this.limiter.admit(caller, () => request.ip);
    const wanted = this.reflector.getAllAndOverride<Scope[] | undefined>(WANTED_SCOPES, route) ?? ['admin'];
    if (!mayAny(caller, wanted)) throw new ScopeMissing(wanted);
    request.caller = caller;
    return true;
  }

  private async identify(request: Request, response: Response): Promise<Caller> {
    try {
      return await this.policy.identify(credentialOf(request.headers));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== HttpStatus.UNAUTHORIZED) throw error;
      await this.limiter.admitStranger(request.ip); // whoever tries keys is slowed down
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw error;
    }
  }
}
