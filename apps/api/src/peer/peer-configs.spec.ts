import { chatConfig } from '../chat/chat.config.js';
import { supabaseConfig } from '../supabase/supabase.config.js';

describe.each([
  ['CHAT_SERVICE_URL', 'INTERNAL_SERVICE_TOKEN', chatConfig],
  ['SUPABASE_URL', 'SUPABASE_SERVICE_ROLE_KEY', supabaseConfig],
])('%s and %s', (url, secret, config) => {
  const read = (environment: Record<string, string>) => {
    Object.assign(process.env, { [url]: '', [secret]: '' }, environment);
    return config.useFactory();
  };
  afterAll(() => [url, secret].forEach((name) => delete process.env[name]));

  it('come together or not at all', () => {
    expect(() => read({})).not.toThrow();
    expect(() => read({ [url]: 'http://127.0.0.1:1', [secret]: 'x' })).not.toThrow();
    expect(() => read({ [url]: 'http://127.0.0.1:1' })).toThrow(`${secret}: must be set where ${url} is`);
    expect(() => read({ [secret]: 'x' })).toThrow(`${url}: must be an http(s) URL`);
    expect(() => read({ [url]: 'nowhere', [secret]: 'x' })).toThrow(url);
  });
});
