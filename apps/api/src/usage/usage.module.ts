import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { Prices } from './prices.js';
import { pricesConfig } from './prices.config.js';
import { UsageController } from './usage.controller.js';
import { UsageService } from './usage.service.js';

@Module({
  imports: [StoreModule],
  controllers: [UsageController],
  providers: [pricesConfig, Prices, UsageService],
  exports: [Prices],
})
export class UsageModule {}
