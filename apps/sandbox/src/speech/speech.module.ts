import { Module } from '@nestjs/common';
import { Ear } from './ear.js';
import { OpenEar } from './open-ear.js';
import { speechConfig } from './speech.config.js';
import { Voice } from './voice.js';

@Module({ providers: [speechConfig, Voice, OpenEar, Ear], exports: [Voice, Ear] })
export class SpeechModule {}
