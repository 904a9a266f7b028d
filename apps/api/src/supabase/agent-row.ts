import { z } from 'zod';
import type { AgentSpec } from '#conversation';
import { parseChoice, UnknownProvider } from '#providers';

/** What seed S3 asks for. */
export const AGENT_COLUMNS = 'id,company_id,name,description,model,system_prompt,temperature,voice_settings';

const DEFAULT_NAME = 'AI Assistant';
/** Who speaks where the voice of a row is of somebody without a key. */
const STAND_INS = ['elevenlabs', 'cartesia', 'openai'];
/** Rows name models that S3 never used: of others than OpenAI no good comes. */
const MODEL_OF_OPENAI = /^(gpt-|chatgpt-|o\d)/;

/** A column that does not fit is as if it were null. */
const AgentRow = z.object({
  name: z.string().trim().min(1).max(256).nullish().catch(null),
  model: z.string().trim().max(256).nullish().catch(null),
  system_prompt: z.string().min(1).max(32_768).nullish().catch(null),
  voice_settings: z
    .object({ tts_voice: z.string().trim().min(1).nullish() })
    .nullish()
    .catch(null),
});

/**
 * The agent of a row of `agent_configs`. Its temperature is passed over, as S3 does.
 *
 * @throws ZodError for what is no row at all
 */
export function readAgentRow(answer: unknown): AgentSpec {
  const { name, model, system_prompt: instructions, voice_settings: voice } = AgentRow.parse(answer);
  return {
    schemaVersion: 1,
    name: name ?? DEFAULT_NAME,
    mode: 'pipeline',
    ...(instructions && { instructions }),
    ...(model && MODEL_OF_OPENAI.test(model) && { llm: `openai/${model}` }),
    ...voiceOf(voice?.tts_voice),
  };
}

/** `cartesia/sonic-3:<voice>`, and the others behind it. A voice of nobody that we know is none. */
function voiceOf(descriptor: string | null | undefined): Pick<AgentSpec, 'tts'> {
  if (!descriptor) return {};
  try {
    const { vendor } = parseChoice('tts', descriptor);
    return { tts: [descriptor, ...STAND_INS.filter((other) => other !== vendor)] };
  } catch (error) {
    if (error instanceof UnknownProvider) return {};
    throw error;
  }
}
