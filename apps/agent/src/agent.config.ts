import { hostname } from 'node:os';
import { IsInt, IsString, IsUrl, Max, Min } from 'class-validator';
import { newId } from '#conversation';
import { provideConfig } from '#config';

const ANY_HOST = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

export class AgentConfig {
  /** Of the HTTP face. A further process on the same machine takes the next free one. */
  @IsInt() @Min(0) @Max(65_535) port: number = 3052;
  @IsString() host: string = '127.0.0.1';
  /** Where the api is. */
  @IsUrl(ANY_HOST) apiUrl: string = 'http://127.0.0.1:3051';
  @IsInt() @Min(1) @Max(1_000) maxSessions: number = 12;
  @IsString() spoolDir: string = 'data/spool';
  @IsInt() @Min(1) spoolMaxMb: number = 256;
  /** How long talks may go on after SIGTERM. */
  @IsInt() @Min(0) shutdownGraceMs: number = 30_000;
  /** Names this process in claims, in its folder of the spool and in the log. */
  readonly processId: string = `${hostname()}-${process.pid}-${newId().slice(-6)}`;
}

export const agentConfig = provideConfig(AgentConfig, {
  port: 'AGENT_PORT',
  host: 'HOST',
  apiUrl: 'API_URL',
  maxSessions: 'AGENT_MAX_SESSIONS',
  spoolDir: 'SPOOL_DIR',
  spoolMaxMb: 'SPOOL_MAX_MB',
  shutdownGraceMs: 'SHUTDOWN_GRACE_MS',
});
