/** Another claim holds the session, or it is over: this agent must say and write nothing more of it. */
export class LeaseSuperseded extends Error {
  override readonly name = 'LeaseSuperseded';
}

/** The api knows the session no more, or refuses it for good: there is nothing to host. */
export class SessionRefused extends Error {
  override readonly name = 'SessionRefused';

  constructor(readonly code: string) {
    super(`the api refuses the session: ${code}`);
  }
}
