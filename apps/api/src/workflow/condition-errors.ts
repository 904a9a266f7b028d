import { CONDITIONS_OF } from '#conversation';
import type { Trigger, WorkflowCondition } from '#conversation';
import type { FieldError } from '#problem';

/** What of a condition does not go with a trigger, and what is missing: some triggers mean nothing without one. */
export function conditionErrors(trigger: Trigger, condition: WorkflowCondition): FieldError[] {
  const known: readonly string[] = CONDITIONS_OF[trigger];
  const strange = Object.entries(condition)
    .filter(([field, value]) => value !== undefined && !known.includes(field))
    .map(([field]) => ({
      field: `condition.${field}`,
      message: `condition.${field} is no condition of ${trigger}`,
    }));
  return [...strange, ...missing(trigger, condition)];
}

function missing(trigger: Trigger, { keywords, atMost, atLeast }: WorkflowCondition): FieldError[] {
  if (trigger === 'keyword' && keywords === undefined) {
    return [{ field: 'condition.keywords', message: 'condition.keywords must name at least one' }];
  }
  if (trigger === 'sentiment' && atMost === undefined && atLeast === undefined) {
    return [
      {
        field: 'condition.atMost',
        message: 'condition.atMost or condition.atLeast must say how it was said',
      },
    ];
  }
  return [];
}
