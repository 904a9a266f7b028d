import { createSocket } from 'node:dgram';
import { createConnection, createServer } from 'node:net';
import { readHealth } from './readiness.ts';
import { Refusal } from './refusal.ts';

const CONNECT_LIMIT_MS = 500;

export interface PortWish {
  port: number;
  protocol: 'tcp' | 'udp';
  /** Who wants it: `api`, `LiveKit media`. */
  use: string;
  /** The variable that moves it. */
  variable: string;
}

/** @throws Refusal naming every port that is taken and the variable that moves it. */
export async function refuseTakenPorts(wishes: PortWish[], host: string): Promise<void> {
  const checked = await Promise.all(wishes.map(async (wish) => ({ wish, free: await isFree(wish, host) })));
  const taken = checked.filter(({ free }) => !free).map(({ wish }) => wish);
  if (taken.length === 0) return;
  const services = await Promise.all(taken.map(({ port }) => parleyService(host, port)));
  const lines = taken.map(({ port, protocol, use, variable }, index) => {
    const service = services[index];
    const by = service ? `  (answers as ${service})` : '';
    return `  ${String(port).padEnd(5)} ${protocol}  ${use.padEnd(16)} ${variable} moves it${by}`;
  });
  const hint = services.some(Boolean)
    ? 'Another Parley is running here. End it, or move this one.'
    : 'End what uses them (`lsof -i :<port>` tells), or move this one, for example: PORT=4051 npm start';
  throw new Refusal(
    [`${taken.length === 1 ? 'A port is' : 'Ports are'} already in use:`, ...lines, hint].join('\n'),
  );
}

/** The next free TCP ports from `first` on, leaving out those that are spoken for. */
export async function nextFreePorts(
  first: number,
  count: number,
  reserved: number[],
  host: string,
): Promise<number[]> {
  const found: number[] = [];
  for (let port = first; found.length < count; port += 1) {
    if (port > 65_535)
      throw new Refusal(`There are no ${count} free ports from ${first} on; AGENT_PORT moves them.`);
    if (reserved.includes(port)) continue;
    if (await isFree({ port, protocol: 'tcp' }, host)) found.push(port);
  }
  return found;
}

export async function isFree(
  { port, protocol }: Pick<PortWish, 'port' | 'protocol'>,
  host: string,
): Promise<boolean> {
  if (protocol === 'udp') return canBindUdp(port, host);
  // Some systems let a program bind a loopback port that another one holds on every address, so ask both ways.
  return (await canListen(port, host)) && !(await answers(port, host));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function canBindUdp(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host });
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(CONNECT_LIMIT_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

export async function parleyService(host: string, port: number): Promise<string | undefined> {
  const health = await readHealth(`http://${host}:${port}/health`);
  const body = health?.body;
  if (typeof body !== 'object' || body === null || !('service' in body)) return undefined;
  return typeof body.service === 'string' && body.service.startsWith('parley') ? body.service : undefined;
}
