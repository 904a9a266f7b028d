import { SpokenItems } from './spoken-items.js';

describe(SpokenItems.name, () => {
  let told: string[];
  let items: SpokenItems;

  beforeEach(() => {
    told = [];
    items = new SpokenItems(
      {
        interim: (text) => told.push(`~ ${text}`),
        final: (text, language, untilMs) => told.push(`${text} (${language}, ${untilMs})`),
      },
      'en',
    );
  });

  it('tells words while they are spoken, and once as a whole', () => {
    items.add('a', 'good ');
    items.add('a', 'morning');
    items.end('a', 900);
    items.settle('a', 'Good morning.', undefined);
    expect(told).toEqual(['~ good', '~ good morning', 'Good morning. (en, 900)']);
  });

  it('hands on in the order of speech what the vendor finishes in another', () => {
    items.end('a', 500);
    items.end('b', 900);
    items.settle('b', 'second', 'es');
    expect(told).toEqual([]);
    items.settle('a', 'first', undefined);
    expect(told).toEqual(['first (en, 500)', 'second (es, 900)']);
  });

  it('does not forget what was begun after a stretch that is settled', () => {
    items.add('a', 'one');
    items.end('a', 500);
    items.add('b', 'two');
    items.settle('a', 'One.', undefined);
    expect(told).toEqual(['~ one', '~ one two', 'One. (en, 500)', '~ two']);
    expect(items.hasOpenWords).toBe(true);
  });

  it('tells nothing of a stretch without words', () => {
    items.end('a', 500);
    items.settle('a', ' ', undefined);
    expect(told).toEqual([]);
  });
});
