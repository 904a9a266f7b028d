import { Module } from '@nestjs/common';
import { Ear } from './ear.js';
import { EarScriptsController } from './ear-scripts.controller.js';
import { EarScripts } from './ear-scripts.service.js';
import { OpenEar } from './open-ear.js';
import { speechConfig } from './speech.config.js';
import { StreamEars } from './stream-ears.service.js';
import { Voice } from './voice.js';
import { VoiceSwitchesController } from './voice-switches.controller.js';
import { VoiceSwitches } from './voice-switches.service.js';

@Module({
  controllers: [EarScriptsController, VoiceSwitchesController],
  providers: [speechConfig, Voice, OpenEar, Ear, EarScripts, StreamEars, VoiceSwitches],
  exports: [Voice, Ear, StreamEars, VoiceSwitches],
})
export class SpeechModule {}
