import { Module } from '@nestjs/common';
import { CrmControlController } from './crm-control.controller.js';
import { CrmController } from './crm.controller.js';
import { CrmAuthService } from './crm-auth.service.js';
import { CrmLedger } from './crm-ledger.service.js';
import { PackageCatalogue } from './package-catalogue.service.js';

@Module({
  controllers: [CrmController, CrmControlController],
  providers: [CrmAuthService, CrmLedger, PackageCatalogue],
})
export class CrmModule {}
