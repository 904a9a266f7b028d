import { Module } from '@nestjs/common';
import { VendorsModule } from '../providers/vendors.module.js';
import { JudgeModel } from './judge-model.js';
import { judgingConfig } from './judging.config.js';
import { JudgingMetrics } from './judging.metrics.js';
import { MessageJudge } from './message-judge.js';

/** What people mean, as far as a language model can tell. */
@Module({
  imports: [VendorsModule],
  providers: [judgingConfig, JudgeModel, JudgingMetrics, MessageJudge],
  exports: [judgingConfig, JudgingMetrics, MessageJudge],
})
export class JudgingModule {}
