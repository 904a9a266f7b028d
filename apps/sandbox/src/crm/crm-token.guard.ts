import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { CrmAuthService } from './crm-auth.service.js';

@Injectable()
export class CrmTokenGuard implements CanActivate {
  constructor(private readonly auth: CrmAuthService) {}

  canActivate(context: ExecutionContext): boolean {
    this.auth.check(context.switchToHttp().getRequest<Request>().headers.authorization);
    return true;
  }
}
