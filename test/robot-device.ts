import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import type { RobotMove, RobotNews, RobotOrder } from './robot-process.ts';

const PROCESS = fileURLToPath(new URL('robot-process.ts', import.meta.url));

/** A robot in a room, with the words it declares. */
export class RobotDevice {
  readonly asked: string[] = [];
  readonly moves: RobotMove[] = [];
  private joined = false;
  private readonly child: ChildProcess = fork(PROCESS, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });

  private constructor() {
    this.child.on('message', (news: RobotNews) => {
      if (news.kind === 'joined') this.joined = true;
      if (news.kind === 'asked') this.asked.push(news.id);
      if (news.kind === 'moved') this.moves.push(news.move);
    });
  }

  static async join(api: string, roomName: string, capabilities: object): Promise<RobotDevice> {
    const answer = await fetch(`${api}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        room_name: roomName,
        participant_identity: 'robot-1',
        participant_attributes: { 'robot.capabilities': JSON.stringify(capabilities) },
      }),
    });
    const { server_url: url, participant_token: token } = (await answer.json()) as Record<string, string>;
    const device = new RobotDevice();
    device.send({ kind: 'join', url: String(url), token: String(token) });
    await eventually('the robot to join', 10_000, () => Promise.resolve(device.joined));
    return device;
  }

  pace(moveMs: number): void {
    this.send({ kind: 'pace', moveMs });
  }

  async leave(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.send({ kind: 'leave' });
    await gone;
  }

  private send(order: RobotOrder): void {
    this.child.send(order);
  }
}
