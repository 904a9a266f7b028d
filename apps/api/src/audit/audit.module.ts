import { Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { StoreModule } from '#store';
import { AuditTrail } from './audit-trail.js';
import { CurrentRequest } from './current-request.js';

@Module({
  imports: [StoreModule],
  providers: [AuditTrail, CurrentRequest],
  exports: [AuditTrail, CurrentRequest],
})
export class AuditModule implements NestModule {
  constructor(private readonly current: CurrentRequest) {}

  configure(consumer: MiddlewareConsumer): void {
    const carry = (request: Request, _: Response, next: NextFunction) => this.current.run(request, next);
    consumer.apply(carry).forRoutes('/');
  }
}
