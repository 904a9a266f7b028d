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

function missing(trigger: Trigger, condition: WorkflowCondition): FieldError[] {
  const { keywords, intents, atMost, atLeast } = condition;
  if (trigger === 'keyword' && keywords === undefined) {
    return [{ field: 'condition.keywords', message: 'condition.keywords must name at least one' }];
  }
  if (trigger === 'intent') {
    if (intents === undefined)
      return [{ field: 'condition.intents', message: 'condition.intents must name at least one' }];
    return undescribed(condition);
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

/** A description of something that is not waited for: a name was misspelled. */
function undescribed({ intents = [], descriptions = {} }: WorkflowCondition): FieldError[] {
  const strange = Object.keys(descriptions).filter((name) => !intents.includes(name));
  if (strange.length === 0) return [];
  return [
    {
      field: 'condition.descriptions',
      message: 'condition.descriptions must describe nothing that condition.intents does not name',
    },
  ];
}
