/** The error texts of fields whose schema has none of its own: in plain words, not those of the schema library. */
import { z } from 'zod';
import { formatNumber } from '../domain/formats';

const figure = (value: number | bigint) => formatNumber(Number(value));

z.config({
  localeError: (issue) => {
    switch (issue.code) {
      case 'invalid_type':
        if (issue.expected === 'number' || issue.expected === 'int') return 'Enter a number.';
        if (issue.expected === 'string') return 'Enter some text.';
        if (issue.expected === 'boolean') return 'Choose yes or no.';
        return 'This is required.';
      case 'too_big':
        if (issue.origin === 'string') return `Keep it under ${figure(issue.maximum)} characters.`;
        if (issue.origin === 'array') return `Choose up to ${figure(issue.maximum)}.`;
        return `Enter ${figure(issue.maximum)} or less.`;
      case 'too_small':
        if (issue.origin === 'string') return 'Enter some text.';
        if (issue.origin === 'array') return 'Choose at least one.';
        return `Enter ${figure(issue.minimum)} or more.`;
      case 'invalid_value':
      case 'invalid_union':
        return 'Choose from the list.';
      case 'invalid_format':
        return "This isn't in the right format.";
      case 'unrecognized_keys':
        return "This form has something we didn't expect. Reload the page and try again.";
      default:
        return "This isn't valid.";
    }
  },
});
