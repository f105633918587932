/** What is said of a field where its schema says nothing of its own: in the words of people, not of the schema. */
import { z } from 'zod';

const figure = (value: number | bigint) => value.toLocaleString('en');

z.config({
  localeError: (issue) => {
    switch (issue.code) {
      case 'invalid_type':
        if (issue.expected === 'number' || issue.expected === 'int') return 'Enter a number.';
        if (issue.expected === 'string') return 'Enter a text.';
        if (issue.expected === 'boolean') return 'Choose yes or no.';
        return 'Something is missing here.';
      case 'too_big':
        if (issue.origin === 'string') return `At most ${figure(issue.maximum)} characters.`;
        if (issue.origin === 'array') return `At most ${figure(issue.maximum)} at once.`;
        return `At most ${figure(issue.maximum)}.`;
      case 'too_small':
        if (issue.origin === 'string') return 'Enter a text.';
        if (issue.origin === 'array') return 'Choose at least one.';
        return `At least ${figure(issue.minimum)}.`;
      case 'invalid_value':
      case 'invalid_union':
        return 'Choose one of what there is.';
      case 'invalid_format':
        return 'This is not written as it has to be.';
      case 'unrecognized_keys':
        return 'There is more here than is asked for.';
      default:
        return 'This is not right.';
    }
  },
});
