import { IsInt, IsString, Max, Min, NotEquals } from 'class-validator';
import { provideConfig } from '#config';

export class SandboxConfig {
  @IsInt() @Min(0) @Max(65535) port: number = 3053;
  @IsString() host: string = '127.0.0.1';
  /** The sandbox invents customers, prices and a model's answers: no production runs on that. */
  @NotEquals('production', { message: 'must not be production: the sandbox simulates vendors' })
  nodeEnv: string = 'development';
}

export const sandboxConfig = provideConfig(SandboxConfig, {
  port: 'SANDBOX_PORT',
  host: 'HOST',
  nodeEnv: 'NODE_ENV',
});
