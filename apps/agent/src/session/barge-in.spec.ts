import { BargeIn } from './barge-in.js';

describe(BargeIn.name, () => {
  it('is a person who begins to speak while the agent speaks, and nothing else', () => {
    let bargeIns = 0;
    const watch = new BargeIn(() => (bargeIns += 1));
    const user = { speaker: 'user' as const };
    const agent = { speaker: 'agent' as const };

    watch.see('speech.started', user);
    watch.see('speech.stopped', user);
    watch.see('speech.started', agent);
    expect(bargeIns).toBe(0);
    watch.see('speech.started', user);
    expect(bargeIns).toBe(1);
    watch.see('speech.stopped', agent);
    watch.see('speech.started', user);
    watch.see('robot.commanded', { command: 'robot_gesture', arguments: {} });
    expect(bargeIns).toBe(1);
  });
});
