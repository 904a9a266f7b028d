import { Controller, Get, Header } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';

@ApiTags('Health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  /** Metrics of this process, for Prometheus. */
  @Get()
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiProduces('text/plain')
  read(): Promise<string> {
    return this.registry.metrics();
  }
}
