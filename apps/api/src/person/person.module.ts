import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { ContactModule } from '../contact/contact.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { SessionModule } from '../session/session.module.js';
import { PersonController } from './person.controller.js';
import { PersonService } from './person.service.js';

@Module({
  imports: [StoreModule, AuditModule, ContactModule, ErasureModule, SessionModule],
  controllers: [PersonController],
  providers: [PersonService],
})
export class PersonModule {}
