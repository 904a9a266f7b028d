import { drawUtterance, seededRandom } from './travel-grammar.js';
import { travelSlots } from './travel-slots.js';

describe(travelSlots.name, () => {
  it.each([
    ['hello tara how are you', { intent: 'greet' }],
    [
      'i want to go to new york for twelve nights',
      { intent: 'find_packages', destination: 'New York', nights: 12 },
    ],
    [
      'i would like to travel to goa with five people',
      { intent: 'find_packages', destination: 'Goa', people: 5 },
    ],
    [
      'show me your packages for bali under two thousand five hundred dollars',
      { intent: 'find_packages', destination: 'Bali', budget: 2500 },
    ],
    ['my budget is nine hundred dollars', { intent: 'find_packages', budget: 900 }],
    ['what packages do you have', { intent: 'find_packages' }],
    ['which destinations do you offer', { intent: 'list_destinations' }],
    ['please tell me more about the second package', { intent: 'describe_package', choice: 2 }],
    [
      'my name is asha rao and my email address is asha dot rao at example dot com',
      { intent: 'give_contact', name: 'Asha Rao', email: 'asha.rao@example.com' },
    ],
    [
      'my phone number is nine eight seven double four three zero one',
      { intent: 'give_contact', phone: '98744301' },
    ],
    ['please make me a quote for two people', { intent: 'quote', people: 2 }],
    ['can you send me a quote for the first package', { intent: 'quote', choice: 1 }],
    ['how much does it cost for three people', { intent: 'quote', people: 3 }],
    ['please wave your hand', { intent: 'move_robot', robot: { type: 'move_hands', value: 'wave' } }],
    ['turn to the left please', { intent: 'move_robot', robot: { type: 'move_body', value: 'turn_left' } }],
    ['no thank you', { intent: 'no' }],
    ['that sounds wonderful', { intent: 'yes' }],
    ['thank you very much', { intent: 'thanks' }],
    ['that is all for today goodbye', { intent: 'goodbye' }],
  ])('reads "%s"', (text, slots) => {
    expect(travelSlots(text)).toEqual(slots);
  });

  it.each([
    [
      "Hi! I'd like to go to Bali for 7 nights with 2 adults, my budget is $3,000.",
      { intent: 'find_packages', destination: 'Bali', nights: 7, people: 2, budget: 3000 },
    ],
    [
      'Do you have a trip to South Africa for a week?',
      { intent: 'find_packages', destination: 'South Africa', nights: 7 },
    ],
    [
      'My name is Jean-Luc O’Neil, jl.oneil@example.org, +971 50 123 4567',
      {
        intent: 'give_contact',
        name: "Jean-Luc O'Neil",
        email: 'jl.oneil@example.org',
        phone: '+971501234567',
      },
    ],
    ['What is the capital of France?', { intent: 'unknown' }],
    ['', { intent: 'unknown' }],
  ])('reads what was typed: "%s"', (text, slots) => {
    expect(travelSlots(text)).toEqual(slots);
  });

  it('knows what every sentence of the grammar is about', () => {
    const random = seededRandom(1);
    const lost = Array.from({ length: 1000 }, () => drawUtterance(random)).filter(
      (text) => travelSlots(text).intent === 'unknown',
    );
    expect(lost).toEqual([]);
  });
});
