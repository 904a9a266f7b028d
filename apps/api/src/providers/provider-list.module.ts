import { Module } from '@nestjs/common';
import { ProviderListController } from './provider-list.controller.js';
import { VendorsModule } from './vendors.module.js';

@Module({
  imports: [VendorsModule],
  controllers: [ProviderListController],
})
export class ProviderListModule {}
