import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';
import type { FieldError } from '#problem';

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

/** Only a language model can tell what somebody wants, and there is none. */
export class IntentsNotConfigured extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly errors: FieldError[] = [
    { field: 'trigger', message: 'trigger must be another one: intent needs a language model' },
  ];

  constructor() {
    super('OpenAI is not configured, so nothing would set off the trigger intent: set OPENAI_API_KEY.');
  }
}
