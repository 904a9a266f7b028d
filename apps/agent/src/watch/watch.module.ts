import { Module } from '@nestjs/common';
import { AudioMetrics } from './audio.metrics.js';
import { TalkMetrics } from './talk.metrics.js';
import { TalkWatch } from './talk-watch.js';
import { TurnTraces } from './turn-traces.js';

@Module({ providers: [TalkMetrics, AudioMetrics, TurnTraces, TalkWatch], exports: [TalkWatch] })
export class WatchModule {}
