import { SentenceBuffer } from './sentence-buffer.js';

describe(SentenceBuffer.name, () => {
  it('gives sentences when they are whole, and the rest when it is asked for', () => {
    const buffer = new SentenceBuffer();
    const given = ['Hello', ' there. It', ' costs 3', '.50 a', ' night! ', 'Really'].map((text) =>
      buffer.add(text),
    );
    expect(given).toEqual(['', 'Hello there.', '', '', ' It costs 3.50 a night!', '']);
    expect(buffer.take()).toBe(' Really');
    expect(buffer.take()).toBe('');
  });
});
