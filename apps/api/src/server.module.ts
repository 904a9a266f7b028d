import { Module } from '@nestjs/common';
import { ServerConfig, serverConfig } from './server.config.js';

@Module({ providers: [serverConfig], exports: [ServerConfig] })
export class ServerModule {}
