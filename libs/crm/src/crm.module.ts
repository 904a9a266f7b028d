import { Module } from '@nestjs/common';
import { CrmClient } from './crm.client.js';
import { crmAccount, CrmConfig, crmConfig } from './crm.config.js';
import { NoCrmClient } from './no-crm.client.js';
import { TripAndEventClient } from './trip-and-event.client.js';

function createCrmClient(config: CrmConfig): CrmClient {
  const account = crmAccount(config);
  return account ? new TripAndEventClient(account) : new NoCrmClient();
}

@Module({
  providers: [crmConfig, { provide: CrmClient, inject: [CrmConfig], useFactory: createCrmClient }],
  exports: [CrmClient, CrmConfig],
})
export class CrmModule {}
