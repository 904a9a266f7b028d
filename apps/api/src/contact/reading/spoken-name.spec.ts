import { spokenName } from './spoken-name.js';

describe(spokenName, () => {
  it.each([
    ['my name is asha', 'Asha'],
    ['my name is asha rao', 'Asha Rao'],
    ['My name is Asha Rao and I want to go to Bali', 'Asha Rao'],
    ['my name is asha and my phone number is nine', 'Asha'],
    ['my name is asha please find me a package', 'Asha'],
    ['yes my name is asha thank you', 'Asha'],
    ['My name’s Jean-Luc Picard, nice to meet you', 'Jean-Luc Picard'],
    ['My name is Dr. Asha Rao.', 'Asha Rao'],
    ['this is asha rao speaking', 'Asha Rao'],
    ['Je m’appelle Amélie Dupont', 'Amélie Dupont'],
    ['Ich heiße Karl Müller aus Berlin', 'Karl Müller'],
  ])('hears a name in %j', (text, name) => {
    expect(spokenName(text)).toBe(name);
  });

  it.each([
    'this is terrible',
    'i am fine',
    'my name is not important',
    'my name is spelled a s h a',
    'call me later',
    'my name is',
    'her name is Asha',
    '',
  ])('hears none in %j', (text) => {
    expect(spokenName(text)).toBeUndefined();
  });
});
