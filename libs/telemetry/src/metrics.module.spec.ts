import { Controller, Get, Param } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { MetricsModule } from './metrics.module.js';

@Controller('things')
class ThingsController {
  @Get(':id')
  read(@Param('id') id: string): string {
    return id;
  }
}

describe(MetricsModule.name, () => {
  it('counts requests by the pattern of their route, and the process itself', async () => {
    const module = await Test.createTestingModule({
      imports: [MetricsModule],
      controllers: [ThingsController],
    }).compile();
    const app = module.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    await Promise.all(
      ['/things/1', '/things/2', '/nowhere'].map(async (path) => (await fetch(url + path)).text()),
    );

    const metrics = await fetch(`${url}/metrics`);
    const text = await metrics.text();
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(text).toContain(
      'parley_http_request_duration_seconds_count{method="GET",route="/things/:id",status="2xx"} 2',
    );
    expect(text).toContain(
      'parley_http_request_duration_seconds_count{method="GET",route="unmatched",status="4xx"} 1',
    );
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    await app.close();
  });
});
