import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { VendorsModule } from '../providers/vendors.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { JudgeModel } from './judge-model.js';
import { JudgingCosts } from './judging-costs.js';
import { judgingConfig } from './judging.config.js';
import { JudgingMetrics } from './judging.metrics.js';
import { MessageJudge } from './message-judge.js';

/** What people mean, as far as a language model can tell. */
@Module({
  imports: [StoreModule, UsageModule, VendorsModule],
  providers: [judgingConfig, JudgeModel, JudgingCosts, JudgingMetrics, MessageJudge],
  exports: [judgingConfig, JudgingCosts, JudgingMetrics, MessageJudge],
})
export class JudgingModule {}
