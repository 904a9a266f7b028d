import { z } from 'zod';
import { check } from './parameter-check.js';
import {
  AudioOutputUpdate,
  MaxOutputTokens,
  OutputModalities,
  ToolChoice,
  Tools,
} from './session-settings.js';

const id = z.string().min(1).max(512);
const base = { event_id: id.optional() };
const itemBase = {
  id: id.optional(),
  object: z.literal('realtime.item').optional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
};

const InputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const InputAudio = z.strictObject({
  type: z.literal('input_audio'),
  audio: z.string().optional(),
  transcript: z.string().optional(),
});
const InputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string(),
  detail: z.enum(['auto', 'low', 'high']).optional(),
});
const OutputText = z.strictObject({ type: z.literal('output_text'), text: z.string() });

const message = { ...itemBase, type: z.literal('message') };
const Message = z.discriminatedUnion('role', [
  z.strictObject({
    ...message,
    role: z.literal('user'),
    content: z.array(z.discriminatedUnion('type', [InputText, InputAudio, InputImage])),
  }),
  z.strictObject({ ...message, role: z.literal('assistant'), content: z.array(OutputText) }),
  z.strictObject({ ...message, role: z.literal('system'), content: z.array(InputText) }),
]);

const NewItem = z.discriminatedUnion('type', [
  Message,
  z.strictObject({
    ...itemBase,
    type: z.literal('function_call'),
    call_id: id,
    name: z.string().min(1),
    arguments: z.string(),
  }),
  z.strictObject({ ...itemBase, type: z.literal('function_call_output'), call_id: id, output: z.string() }),
]);
export type NewItem = z.infer<typeof NewItem>;

const ResponseRequest = z.strictObject({
  instructions: z.string().optional(),
  tools: Tools.optional(),
  tool_choice: ToolChoice.optional(),
  output_modalities: OutputModalities.optional(),
  audio: z.strictObject({ output: AudioOutputUpdate.omit({ speed: true }).optional() }).optional(),
  max_output_tokens: MaxOutputTokens.optional(),
  conversation: z.enum(['auto', 'none']).optional(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  input: z.array(NewItem).optional(),
});
export type ResponseRequest = z.infer<typeof ResponseRequest>;

const ClientEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.literal('session.update'), session: z.unknown() }),
  z.strictObject({ ...base, type: z.literal('input_audio_buffer.append'), audio: z.string() }),
  z.strictObject({ ...base, type: z.literal('input_audio_buffer.commit') }),
  z.strictObject({ ...base, type: z.literal('input_audio_buffer.clear') }),
  z.strictObject({
    ...base,
    type: z.literal('conversation.item.create'),
    previous_item_id: id.nullish(),
    item: NewItem,
  }),
  z.strictObject({ ...base, type: z.literal('conversation.item.retrieve'), item_id: id }),
  z.strictObject({ ...base, type: z.literal('conversation.item.delete'), item_id: id }),
  z.strictObject({
    ...base,
    type: z.literal('conversation.item.truncate'),
    item_id: id,
    content_index: z.int().min(0),
    audio_end_ms: z.int().min(0),
  }),
  z.strictObject({ ...base, type: z.literal('response.create'), response: ResponseRequest.optional() }),
  z.strictObject({ ...base, type: z.literal('response.cancel'), response_id: id.optional() }),
]);
export type ClientEvent = z.infer<typeof ClientEvent>;

/** @throws ParameterInvalid */
export function readClientEvent(value: unknown): ClientEvent {
  return check(ClientEvent, value);
}
