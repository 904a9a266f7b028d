import { Module } from '@nestjs/common';
import { Leaving } from './leaving.js';
import { ServerConfig, serverConfig } from './server.config.js';

@Module({ providers: [serverConfig, Leaving], exports: [ServerConfig, Leaving] })
export class ServerModule {}
