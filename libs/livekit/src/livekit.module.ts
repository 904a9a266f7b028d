import { Module } from '@nestjs/common';
import { Dispatches } from './dispatches.js';
import { LivekitCalls } from './livekit-calls.js';
import { LivekitConfig, livekitConfig } from './livekit.config.js';
import { LivekitWebhooks } from './livekit-webhooks.js';
import { ParticipantCalls } from './participant-calls.js';
import { RoomTokens } from './room-tokens.js';
import { Rooms } from './rooms.js';

@Module({
  providers: [livekitConfig, LivekitCalls, RoomTokens, Rooms, Dispatches, ParticipantCalls, LivekitWebhooks],
  exports: [LivekitConfig, RoomTokens, Rooms, Dispatches, ParticipantCalls, LivekitWebhooks],
})
export class LivekitModule {}
