import { isReservedIdentity } from '#conversation';
import { BadInput } from '#problem';

/** @throws BadInput when a person would be taken for one of our own participants. */
export function refuseReserved(field: string, identity: string): void {
  if (!isReservedIdentity(identity)) return;
  const message = `${field} must not begin with agent, heygen or liveavatar: these are our own participants`;
  throw new BadInput([{ field, message }]);
}
