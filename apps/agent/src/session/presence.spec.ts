import { Presence } from './presence.js';

function watched(lastActivityAt = 0) {
  const reasons: string[] = [];
  const presence = new Presence({
    idleMs: 1_000,
    lastActivityAt: () => lastActivityAt,
    over: (reason) => reasons.push(reason),
  });
  return { presence, reasons };
}

describe(Presence.name, () => {
  it('ends a talk whose person has been gone for the idle limit', () => {
    const { presence, reasons } = watched();
    presence.joined('user-1');
    presence.left('user-1', 5_000);
    presence.check(5_999);
    expect(reasons).toEqual([]);
    presence.check(6_000);
    expect(reasons).toEqual(['user_left']);
  });

  it('goes on when the person comes back in time', () => {
    const { presence, reasons } = watched(5_900);
    presence.joined('user-1');
    presence.left('user-1', 5_000);
    presence.joined('user-1');
    presence.check(6_500);
    expect(reasons).toEqual([]);
  });

  it('ends a talk in which nobody speaks', () => {
    const { presence, reasons } = watched(2_000);
    presence.joined('user-1');
    presence.check(3_000);
    expect(reasons).toEqual(['idle']);
  });

  it('counts a person once', () => {
    const { presence } = watched();
    expect([
      presence.joined('a'),
      presence.joined('a'),
      presence.left('a', 0),
      presence.left('a', 0),
    ]).toEqual([true, false, true, false]);
  });
});
