const HOTEL_TYPES: [RegExp, string][] = [
  [/\b(5|five)[\s-]*stars?\b/i, '5 Star'],
  [/\b(4|four)[\s-]*stars?\b/i, '4 Star'],
  [/\b(3|three)[\s-]*stars?\b/i, '3 Star'],
  [/\b(2|two)[\s-]*stars?\b/i, '2 Star'],
  [/\bresorts?\b/i, 'Resort'],
  [/\bvillas?\b/i, 'Villa'],
  [/\bhome[\s-]*stays?\b/i, 'Homestay'],
];

/** The hotel trade's codes: no meals, breakfast, half board, full board. Half board is looked for before its parts. */
const MEAL_PLANS: [RegExp, string][] = [
  [/\bEP\b|\broom only\b|\bno meals?\b|\bwithout meals?\b|\beuropean\b/i, 'EP'],
  [/\bMAP\b|\bhalf[\s-]*board\b|\bbreakfast\b.*\bdinner\b|\bmodified american\b/i, 'MAP'],
  [/\bAP\b|\bfull[\s-]*board\b|\ball meals\b|\ball[\s-]*inclusive\b|\bamerican plan\b/i, 'AP'],
  [/\bCP\b|\bbreakfast\b|\bcontinental\b/i, 'CP'],
];

/** The CRM's word for the kind of hotel, undefined when the customer's words name none that it knows. */
export function hotelType(words: string): string | undefined {
  return HOTEL_TYPES.find(([pattern]) => pattern.test(words))?.[1];
}

/** The CRM's code for the meals, undefined when the customer's words name none that it knows. */
export function mealPlan(words: string): string | undefined {
  return MEAL_PLANS.find(([pattern]) => pattern.test(words))?.[1];
}
