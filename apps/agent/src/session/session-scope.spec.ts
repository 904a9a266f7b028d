import { addLogFields, personInLog } from '#telemetry';
import { currentLogFields } from '../../../../libs/telemetry/src/log-fields.js';
import { claimOfTests } from '../../test/claim-of-tests.js';
import { claimLogFields } from './claim-session.js';
import { guard, runInScope } from './session-scope.js';

describe(runInScope.name, () => {
  it('names the session, and after its claim whose it is, in every line: those of callbacks from outside as well', () => {
    const scope = { sessionId: 's1', isOver: () => false, fail: () => undefined };
    let seen: object = {};
    const callback = runInScope(scope, () => {
      expect(currentLogFields()).toEqual({ sessionId: 's1' });
      addLogFields(claimLogFields({ ...claimOfTests(), personIdentity: 'ada' }));
      return guard(
        () => undefined,
        () => (seen = currentLogFields()),
      );
    });
    expect(currentLogFields()).toEqual({});
    callback();
    expect(seen).toEqual({
      sessionId: 's1',
      tenant: 'acme',
      conversationId: 'c1',
      agentId: 'tara',
      userId: personInLog('acme', 'ada'),
      room: 'r1',
    });
  });
});
