import { FaultPlanDto } from './fault-plan.dto.js';
import { SessionFaults } from './faults.js';
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

  it('breaks as many answers as it was told', () => {
    faults.set(plan({ garbage: { next: 2 } }));
    expect(faults.takeGarbage()).toBe(true);
    expect(faults.plan.garbage).toEqual({ next: 1 });
    expect([1, 2].map(() => faults.takeGarbage())).toEqual([true, false]);
    expect(faults.plan).not.toHaveProperty('garbage');
  });

  it('counts pieces of streamed answers only when it was told how many', () => {
    faults.set(plan({ drop: { next: 1, afterMs: 5 } }));
    expect(faults.takeDrop('stream')).toBeUndefined();
    faults.set(plan({ drop: { next: 1, afterDeltas: 5 } }));
    expect(faults.takeDrop('stream')?.afterDeltas).toBe(5);
  });

  it('leaves sessions alone that it was not meant for', () => {
    const mine = new SessionFaults(faults, 'sess_1 web');
    const others = new SessionFaults(faults, '');
    faults.set(plan({ onlyFor: 'sess_1', brownOut: true, fail: { next: 1, status: 503, at: 'request' } }));
    expect(others.takeFailure('request')).toBeUndefined();
    expect(others.plan.brownOut).toBe(false);
    expect(mine.plan.brownOut).toBe(true);
    expect(mine.takeFailure('request')?.status).toBe(503);
    faults.set(plan({ stall: 'open' }));
    expect([mine, others].map((one) => one.takeStall('open'))).toEqual([true, true]);
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
