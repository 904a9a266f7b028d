import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { DeliveryDto, DeliveryPageDto } from './delivery.dto.js';
import { DeliveryService } from './delivery.service.js';
import {
  CreatedWorkflowDto,
  CreateWorkflowDto,
  ReplaceWorkflowDto,
  RotatedSecretDto,
  RotateSecretDto,
  WorkflowDto,
  WorkflowPageDto,
} from './workflow.dto.js';
import { WorkflowService } from './workflow.service.js';

@ApiTags('Workflows')
@Controller('api/workflows')
@Scopes('read')
export class WorkflowController {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly deliveries: DeliveryService,
  ) {}

  /** All workflows, newest first. */
  @Get()
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto): Promise<WorkflowPageDto> {
    return this.workflows.list(caller, page);
  }

  /** One workflow. Its secret is not shown again. */
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<WorkflowDto> {
    return this.workflows.read(caller, id);
  }

  /**
   * Make a workflow: when something happens in a talk, a webhook is called.
   *
   * @remarks Deliveries are signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`). The secret is in
   * this answer and never shown again.
   */
  @Post()
  @Scopes('admin')
  @ReadsBody()
  @Header('Cache-Control', 'no-store')
  create(@CurrentCaller() caller: Caller, @Body() workflow: CreateWorkflowDto): Promise<CreatedWorkflowDto> {
    return this.workflows.create(caller, workflow);
  }

  /** Make a workflow another one. Its secret stays; one that was switched off is on again, unless `enabled` says otherwise. */
  @Put(':id')
  @Scopes('admin')
  @ReadsBody()
  replace(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() workflow: ReplaceWorkflowDto,
  ): Promise<WorkflowDto> {
    return this.workflows.replace(caller, id, workflow);
  }

  /** Change the secret. For a day deliveries are signed with the one before as well, so that none is refused meanwhile. */
  @Post(':id/rotate')
  @Scopes('admin')
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  rotate(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { secret }: RotateSecretDto,
  ): Promise<RotatedSecretDto> {
    return this.workflows.rotate(caller, id, secret);
  }

  /** Remove a workflow. What was still to be sent for it is not sent. */
  @Delete(':id')
  @Scopes('admin')
  @HttpCode(HttpStatus.NO_CONTENT)
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.workflows.remove(caller, id);
  }

  /** Call its webhook once with `type: "workflow.test"`, whether it is enabled or not. */
  @Post(':id/test')
  @Scopes('admin')
  @ReadsBody({ fields: 'none' })
  test(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<DeliveryDto> {
    return this.deliveries.test(caller, id);
  }

  /** What was sent for it, and is to be sent, newest first. */
  @Get(':id/deliveries')
  listDeliveries(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() page: PageQueryDto,
  ): Promise<DeliveryPageDto> {
    return this.deliveries.list(caller, id, page);
  }

  /** Send one again, under its `webhook-id`. */
  @Post(':id/deliveries/:deliveryId/replay')
  @Scopes('admin')
  @ReadsBody({ fields: 'none' })
  @HttpCode(HttpStatus.OK)
  replay(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<DeliveryDto> {
    return this.deliveries.replay(caller, id, deliveryId);
  }
}
