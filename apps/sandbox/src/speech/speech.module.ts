import { Module } from '@nestjs/common';
import { Ear } from './ear.js';
import { Voice } from './voice.js';

@Module({ providers: [Voice, Ear], exports: [Voice, Ear] })
export class SpeechModule {}
