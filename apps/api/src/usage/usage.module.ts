import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { UsageController } from './usage.controller.js';
import { UsageService } from './usage.service.js';

@Module({
  imports: [StoreModule],
  controllers: [UsageController],
  providers: [UsageService],
})
export class UsageModule {}
