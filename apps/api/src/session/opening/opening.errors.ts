import { BadInput } from '#problem';

/** Shows a good request beside what is wrong, as seed S1 does. */
export class BadIdentity extends BadInput {
  override readonly extra = {
    example: {
      userIdentity: 'user123',
      roomName: 'support-room',
      agentConfig: {
        stt: 'deepgram',
        tts: 'cartesia',
        llm: 'gpt-4o-mini',
        prompt: 'You are a friendly customer support agent.',
      },
    },
  };
}
