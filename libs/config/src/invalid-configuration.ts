/** A variable that was set wrongly or is missing. Names the variable and what was wanted, never the value. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';

  constructor(readonly complaints: readonly string[]) {
    super(`The configuration does not fit:\n${complaints.map((complaint) => `  - ${complaint}`).join('\n')}`);
  }
}
