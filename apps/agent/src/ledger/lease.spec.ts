import { jest } from '@jest/globals';
import type { EndReason, RenewAnswer } from '#conversation';
import { Lease } from './lease.js';
import { LeaseSuperseded } from './ledger.errors.js';

let cut: (() => void) | undefined;
const line = {
  whenCut: (listener: () => void) => {
    cut = listener;
    return () => (cut = undefined);
  },
};

function keptLease(answers: [RenewAnswer | Error, ...(RenewAnswer | Error)[]]) {
  const told: string[] = [];
  let renewals = 0;
  const ledger = {
    renew: () => {
      const answer = answers[renewals++] ?? answers[0];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const lease = new Lease(
    ledger,
    line,
    { sessionId: 's', epoch: 2, leaseMs: 3_000 },
    { lost: () => told.push('lost'), ending: (reason: EndReason) => told.push(reason) },
  );
  lease.keep();
  return { lease, told, renewals: () => renewals };
}

const fine: RenewAnswer = { leaseMs: 3_000, ending: null };

describe(Lease.name, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('renews once a second', async () => {
    const { lease, renewals } = keptLease([fine]);
    await jest.advanceTimersByTimeAsync(5_500);
    expect(renewals()).toBe(5);
    lease.release();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(renewals()).toBe(5);
  });

  it('renews at once when the line to the api is cut, and not after its end', async () => {
    const { lease, renewals } = keptLease([fine]);
    await jest.advanceTimersByTimeAsync(1_500);
    cut?.();
    expect(renewals()).toBe(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(renewals()).toBe(3);
    lease.release();
    expect(cut).toBeUndefined();
  });

  it('goes on while the api cannot be reached', async () => {
    const { told, lease, renewals } = keptLease([new Error('ECONNREFUSED')]);
    await jest.advanceTimersByTimeAsync(30_500);
    expect(told).toEqual([]);
    expect(renewals()).toBe(30);
    lease.release();
  });

  it('asks again at once when a renewal took longer than a second, as in a process that stood still', async () => {
    const slow = Promise.withResolvers<RenewAnswer>();
    const renew = jest.fn(() => slow.promise);
    const lease = new Lease(
      { renew },
      line,
      { sessionId: 's', epoch: 2, leaseMs: 3_000 },
      { lost: () => undefined, ending: () => undefined },
    );
    lease.keep();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(renew).toHaveBeenCalledTimes(1);
    slow.reject(new Error('timeout'));
    await jest.advanceTimersByTimeAsync(1);
    expect(renew).toHaveBeenCalledTimes(2);
    lease.release();
  });

  it('tells once that the session is another agent’s, and stops', async () => {
    const { told, renewals } = keptLease([fine, new LeaseSuperseded()]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual(['lost']);
    expect(renewals()).toBe(2);
  });

  it('passes on that the api wants the session ended', async () => {
    const { told, lease } = keptLease([{ leaseMs: 3_000, ending: 'stopped' }]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['stopped']);
    lease.release();
  });

  describe('asked whether the session is still ours', () => {
    /** As in a process that was paused: time passes, and no beat of its own comes first. */
    const afterAPause = (lease: Lease) => {
      jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
      return lease.isOurs();
    };
    afterEach(() => jest.restoreAllMocks());

    it('knows it while the lease holds', async () => {
      const { lease, renewals } = keptLease([new LeaseSuperseded()]);
      await expect(lease.isOurs()).resolves.toBe(true);
      expect(renewals()).toBe(0);
      lease.release();
    });

    it('asks the api when it does not know any more', async () => {
      const { lease, told, renewals } = keptLease([new LeaseSuperseded()]);
      await expect(afterAPause(lease)).resolves.toBe(false);
      expect(renewals()).toBe(1);
      expect(told).toEqual(['lost']);
    });

    it('takes it to be, while the api cannot be reached', async () => {
      const { lease } = keptLease([new Error('ECONNREFUSED')]);
      await expect(afterAPause(lease)).resolves.toBe(true);
      lease.release();
    });
  });
});
