import { BadOption, readOptions } from './options.ts';

describe(readOptions.name, () => {
  it('makes a turn of every text', () => {
    expect(readOptions(['--text', 'hello', '--text', 'goodbye']).texts).toEqual(['hello', 'goodbye']);
  });

  it('draws by the seed that was given, else by one it can print', () => {
    expect(readOptions(['--draw', '20', '--seed', '7'])).toMatchObject({ draw: 20, seed: 7 });
    expect(readOptions([]).seed).toBeGreaterThan(0);
  });

  it('takes a base URL with or without its last slash', () => {
    expect(readOptions(['--url', 'http://127.0.0.1:3051/']).url).toBe('http://127.0.0.1:3051');
  });

  it.each([
    [['--turns', 'many'], '--turns wants a whole number from 1 to 1000.'],
    [['--voice', 'elvis'], 'There is no voice elvis'],
    [['--loud'], "Unknown option '--loud'"],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});
