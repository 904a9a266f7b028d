import type { ApiBodyOptions } from '@nestjs/swagger';

/** A request to try in the documentation's page. */
export const CHAT_BODY: ApiBodyOptions = {
  schema: { type: 'object', additionalProperties: true, required: ['model', 'messages'] },
  examples: {
    travel: {
      summary: 'Tara, in a stream',
      value: {
        model: 'gpt-4o-mini',
        stream: true,
        stream_options: { include_usage: true },
        messages: [
          { role: 'system', content: 'You are Tara, a travel sales agent.' },
          { role: 'user', content: 'please find me a package to bali for seven nights' },
        ],
      },
    },
    plain: {
      summary: 'Any other agent',
      value: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'What is the time?' }] },
    },
  },
};
