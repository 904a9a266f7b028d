import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class WorkflowNotFound extends Problem {
  readonly code = 'workflow_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(workflowId: string) {
    super(`There is no workflow ${workflowId}.`);
  }
}

export class DeliveryNotFound extends Problem {
  readonly code = 'delivery_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(workflowId: string, deliveryId: string) {
    super(`Workflow ${workflowId} has no delivery ${deliveryId}.`);
  }
}

/** What becomes of it is known in a moment. */
export class DeliveryUnderWay extends Problem {
  readonly code = 'delivery_under_way';
  readonly status = HttpStatus.CONFLICT;

  constructor(deliveryId: string) {
    super(`Delivery ${deliveryId} is being sent just now. Look again in a moment.`);
  }
}
