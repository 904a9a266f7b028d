import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { DjangoModule } from '../django/django.module.js';
import { VendorsModule } from '../providers/vendors.module.js';
import { DiagnosticsController } from './diagnostics.controller.js';
import { DiagnosticsService } from './diagnostics.service.js';

@Module({
  imports: [LivekitModule, DjangoModule, VendorsModule],
  controllers: [DiagnosticsController],
  providers: [DiagnosticsService],
})
export class DiagnosticsModule {}
