import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';

/** Reads `.env` of the working folder into the environment; what is already set there wins. Imported first by each app. */
@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true, cache: true, envFilePath: '.env' })],
})
export class EnvironmentModule {}
