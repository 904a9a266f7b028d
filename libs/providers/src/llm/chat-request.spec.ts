import { toChatRequest } from './chat-request.js';

const wave = { name: 'wave', description: 'Wave.', parameters: { type: 'object', properties: {} } };

describe(toChatRequest.name, () => {
  it('tells the talk in the words of chat completions', () => {
    const request = toChatRequest('gpt-4o-mini', {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: '', toolCalls: [{ callId: 'c1', name: 'wave', arguments: '{}' }] },
        { role: 'tool', callId: 'c1', content: '{"done":true}' },
        { role: 'assistant', content: 'Hello!' },
      ],
      tools: [wave],
    });
    expect(request.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'wave', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"done":true}' },
      { role: 'assistant', content: 'Hello!' },
    ]);
    expect(request.tools).toEqual([{ type: 'function', function: wave }]);
  });

  it('sends no empty list of tools, and nothing that models which reason refuse', () => {
    const request = toChatRequest('o3-mini', { messages: [], tools: [] });
    expect(Object.keys(request).sort()).toEqual(['messages', 'model', 'stream', 'stream_options']);
  });

  it('asks for JSON of a form, and for nothing beside it', () => {
    const format = { name: 'judgement', schema: { type: 'object', properties: {} } };
    expect(toChatRequest('gpt-4o-mini', { messages: [], tools: [], format }).response_format).toEqual({
      type: 'json_schema',
      json_schema: { ...format, strict: true },
    });
  });

  it.each([
    ['gpt-5-mini', 'minimal', 'minimal'],
    ['openai/gpt-5', 'minimal', 'minimal'],
    ['gpt-5.1', 'none', 'none'],
    ['gpt-5.4-mini', 'none', undefined],
    ['gpt-4o-mini', undefined, undefined],
    ['gpt-6-luna', undefined, undefined],
  ])('lets %s think as little as it can', (model, alone, besideTools) => {
    expect(toChatRequest(model, { messages: [], tools: [] }).reasoning_effort).toBe(alone);
    expect(toChatRequest(model, { messages: [], tools: [wave] }).reasoning_effort).toBe(besideTools);
  });
});
