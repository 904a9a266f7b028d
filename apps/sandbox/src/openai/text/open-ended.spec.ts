import { asksForVerdict, isOpenEnded } from './open-ended.js';

describe(isOpenEnded.name, () => {
  it.each([
    'find me a package to',
    'i want to go to bali and',
    'we are two people, but',
    'My name is',
    'my name is.',
    'my phone number is',
    'um',
    'I would like, um',
    "I'd like",
    'please find me a package for the',
    'for seven nights,',
    'it depends on whether I',
    'because',
    'we could go there in March so',
    'Well…',
    'I want to go to.',
  ])('hears in %j that there is more to come', (text) => {
    expect(isOpenEnded(text)).toBe(true);
  });

  it.each([
    'please find me a package to bali for seven nights',
    'My name is Asha Rao.',
    'Where are you from',
    'which one is it in?',
    'yes I am',
    'no',
    'I think so',
    'please come in.',
    'make me a quote, please!',
    'thank you and goodbye',
    '',
  ])('takes %j for a whole', (text) => {
    expect(isOpenEnded(text)).toBe(false);
  });
});

describe(asksForVerdict.name, () => {
  it.each([
    [
      'You are Tara. If the caller has clearly not finished, answer with a single "…" and nothing else.',
      true,
    ],
    ['Answer with only … when the caller has not finished speaking.', true],
    ['You are Tara. Pause … now and then. Finish each answer with a question.', false],
    ['If the caller has not finished, wait.', false],
    ['', false],
  ])('reads %j as %s', (instructions, verdict) => {
    expect(asksForVerdict(instructions)).toBe(verdict);
  });
});
