// Data without imports: the caller's program in src/ reads it as it stands.

/** What the simulated caller says by default: every turn is a sentence of the travel grammar, every tool runs. */
export const TRAVEL_SCRIPT: readonly string[] = [
  'please find me a package to bali for seven nights',
  'my name is asha rao and my phone number is four one five five five five zero one four two',
  'please make me a quote for two people',
  'please wave your hand',
  'thank you and goodbye',
];
