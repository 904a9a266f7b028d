import { Module } from '@nestjs/common';
import { TalkMetrics } from './talk.metrics.js';
import { TalkWatch } from './talk-watch.js';

@Module({ providers: [TalkMetrics, TalkWatch], exports: [TalkWatch] })
export class WatchModule {}
