import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditTrail } from './audit-trail.js';
import { CurrentRequest } from './current-request.js';

@Module({
  imports: [StoreModule],
  providers: [AuditTrail, CurrentRequest],
  exports: [AuditTrail, CurrentRequest],
})
export class AuditModule {}
