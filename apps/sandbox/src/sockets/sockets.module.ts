import { Module } from '@nestjs/common';
import { SocketDoor } from './socket-door.service.js';

@Module({ providers: [SocketDoor], exports: [SocketDoor] })
export class SocketsModule {}
