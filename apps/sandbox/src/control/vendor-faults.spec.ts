import { FaultPlanDto } from './fault-plan.dto.js';
import { VendorFaults } from './vendor-faults.js';

describe(VendorFaults.name, () => {
  const plan = (faults: Partial<FaultPlanDto>) => Object.assign(new FaultPlanDto(), faults);
  let faults: VendorFaults;
  let nowMs = 1_000;

  beforeEach(() => {
    nowMs = 1_000;
    faults = new VendorFaults('openai', () => nowMs);
  });

  it('fails as often as it was told, and only there', () => {
    faults.set(plan({ fail: { next: 2, status: 503, at: 'response' } }));
    expect(faults.takeFailure('request')).toBeUndefined();
    const statuses = [1, 2, 3].map(() => faults.takeFailure('response')?.status);
    expect(statuses).toEqual([503, 503, undefined]);
    expect(faults.plan.fail).toBeUndefined();
  });

  it('stalls as often as it was told, or always', () => {
    faults.set(plan({ stall: 'stream', stallNext: 1 }));
    expect(faults.takeStall('open')).toBe(false);
    expect([1, 2].map(() => faults.takeStall('stream'))).toEqual([true, false]);
    expect(faults.plan).not.toHaveProperty('stall');
    faults.set(plan({ stall: 'stream' }));
    expect([1, 2].map(() => faults.takeStall('stream'))).toEqual([true, true]);
  });

  it('closes the next sockets, then no more', () => {
    faults.set(plan({ close: { next: 1, code: 1_000, afterMs: 5 } }));
    expect(faults.takeClose()).toMatchObject({ code: 1_000, afterMs: 5 });
    expect(faults.takeClose()).toBeUndefined();
    expect(faults.plan.close).toBeUndefined();
  });

  it('drops the next connections, then no more', () => {
    faults.set(plan({ drop: { next: 1, afterMs: 5 } }));
    expect(faults.takeDrop('http')?.afterMs).toBe(5);
    expect(faults.takeDrop('http')).toBeUndefined();
  });

  it('leaves a drop after pieces to the sockets', () => {
    faults.set(plan({ drop: { next: 1, afterDeltas: 5 } }));
    expect(faults.takeDrop('http')).toBeUndefined();
    expect(faults.takeDrop('socket')?.afterDeltas).toBe(5);
  });

  it('expires what was issued, not what is issued in the same millisecond', () => {
    const old = faults.issueTime();
    faults.expireCredentials();
    expect(faults.accepts(old)).toBe(false);
    expect(faults.accepts(faults.issueTime())).toBe(true);
    nowMs += 1;
    expect(faults.accepts(old)).toBe(false);
  });

  it('refuses new credentials too while it is told to', () => {
    faults.set(plan({ refuseCredentials: true }));
    expect(faults.accepts(faults.issueTime())).toBe(false);
    faults.clear();
    expect(faults.accepts(faults.issueTime())).toBe(true);
  });

  it('cuts the sockets that are open', () => {
    let cut = 0;
    const socket = { drop: () => void cut++ };
    faults.watch(socket);
    faults.watch({ drop: () => void cut++ });
    faults.forget(socket);
    expect(faults.dropSockets()).toBe(1);
    expect(cut).toBe(1);
  });
});
