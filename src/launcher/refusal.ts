/** Something the person at the keyboard can mend. Its message is all that is shown: no stack, no name. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
