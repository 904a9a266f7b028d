import { FailoverTranscriber } from '../stt/failover-transcriber.js';
import { TRANSCRIBERS } from '../stt/transcribers.js';
import { FailoverSynthesizer } from '../tts/failover-synthesizer.js';
import { SYNTHESIZERS } from '../tts/synthesizers.js';
import type { PipelineParts } from './pipeline-parts.js';

/** Everybody there is to hear and to speak with. */
export const PIPELINE_VENDORS: PipelineParts = {
  transcribers: TRANSCRIBERS,
  synthesizers: SYNTHESIZERS,
  failoverTranscriber: FailoverTranscriber,
  failoverSynthesizer: FailoverSynthesizer,
};
