import type { ChatCompletionFunctionTool } from 'openai/resources';

/** Tara's tools as a chat completion declares them. */
export const TRAVEL_TOOLS: ChatCompletionFunctionTool[] = [
  tool('find_packages', { destination: 'string', nights: 'number' }),
  tool('save_customer_lead', { name: 'string', phone: 'string' }),
  tool('create_quote', { customer_name: 'string', package_id: 'string', travellers: 'number' }),
  tool('robot_action', { type: 'string', value: 'string' }),
];

export const FOUND = JSON.stringify({
  success: true,
  packages: [{ id: 'p1', name: 'Bali Beach', nights: 7, price: 900, destinations: ['Bali'] }],
});

function tool(name: string, fields: Record<string, string>): ChatCompletionFunctionTool {
  const properties = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }]));
  return { type: 'function', function: { name, parameters: { type: 'object', properties } } };
}
