import { Module } from '@nestjs/common';
import { TalkMetrics } from './talk.metrics.js';
import { TalkWatch } from './talk-watch.js';
import { TurnTraces } from './turn-traces.js';

@Module({ providers: [TalkMetrics, TurnTraces, TalkWatch], exports: [TalkWatch] })
export class WatchModule {}
