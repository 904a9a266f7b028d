import type { SwitchListener } from '../failover/switch-listener.js';
import type { VendorHealths } from '../failover/vendor-health.js';
import type { VendorAccess } from '../openai-access.js';
import type { Transcriber } from '../stt/transcriber.js';
import type { Synthesizer } from '../tts/synthesizer.js';
import type { SttVendor, TtsVendor } from './vendor-name.js';

interface FailoverOptions<T> {
  choices: readonly T[];
  healths: VendorHealths;
  listener: SwitchListener;
}

/** What there is to hear and to speak with. */
export interface PipelineParts {
  transcribers: Record<
    SttVendor,
    {
      keyVariable: string;
      defaultModel: string;
      create: (access: VendorAccess, options: { model: string }) => Transcriber;
    }
  >;
  synthesizers: Record<
    TtsVendor,
    {
      keyVariable: string;
      defaultModel: string;
      defaultVoice: string;
      create: (access: VendorAccess, options: { model: string; voice: string }) => Synthesizer;
    }
  >;
  failoverTranscriber: new (options: FailoverOptions<Transcriber>) => Transcriber;
  failoverSynthesizer: new (options: FailoverOptions<Synthesizer>) => Synthesizer;
}

export const PIPELINE_PARTS = Symbol('PIPELINE_PARTS');
