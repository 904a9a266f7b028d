import { parentPort } from 'node:worker_threads';
import { WriterDesk } from './writer-desk.js';
import type { WriterOrder } from './writer-desk.js';

export type { WriterNews, WriterOrder } from './writer-desk.js';

// Runs in a thread of its own: encoding and the disk hold up no talk of the process.

const desk = new WriterDesk((news) => parentPort?.postMessage(news));

parentPort?.on('message', (order: WriterOrder) => desk.take(order));
