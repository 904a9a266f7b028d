import type { VendorAccess } from '../openai-access.js';
import { ASSEMBLYAI_MODEL, AssemblyAiTranscriber } from './assemblyai-transcriber.js';
import { DEEPGRAM_MODEL, DeepgramTranscriber } from './deepgram-transcriber.js';
import { OPENAI_TRANSCRIPTION_MODEL, OpenAiTranscriber } from './openai-transcriber.js';
import type { Transcriber } from './transcriber.js';
import type { SttVendor } from '../vendors/vendor-name.js';

export interface TranscriberVendor {
  /** Where the key comes from. */
  keyVariable: string;
  defaultModel: string;
  create(access: VendorAccess, options: { model: string }): Transcriber;
}

/** Who can listen. */
export const TRANSCRIBERS: Record<SttVendor, TranscriberVendor> = {
  deepgram: vendor('DEEPGRAM_API_KEY', DEEPGRAM_MODEL, DeepgramTranscriber),
  assemblyai: vendor('ASSEMBLYAI_API_KEY', ASSEMBLYAI_MODEL, AssemblyAiTranscriber),
  openai: vendor('OPENAI_API_KEY', OPENAI_TRANSCRIPTION_MODEL, OpenAiTranscriber),
};

function vendor(
  keyVariable: string,
  defaultModel: string,
  Kind: new (options: { access: VendorAccess; model: string }) => Transcriber,
): TranscriberVendor {
  return { keyVariable, defaultModel, create: (access, { model }) => new Kind({ access, model }) };
}
