import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle, type GivenChoices } from '../../../src/lib/domain/import/choices.ts';
import { importFields, type ImportTable } from '../../../src/lib/domain/import/fields.ts';
import { guessColumns } from '../../../src/lib/domain/import/guess-columns.ts';
import type { ImportContext } from '../../../src/lib/domain/import/context.ts';
import { planOf } from '../../../src/lib/domain/import/plan.ts';
import { readTable } from '../../../src/lib/server/staff/imports/read-table.ts';

const sample = (name: string) => readTable(readFileSync(join(import.meta.dirname, name), 'utf8'));
const jira = sample('jira.csv');
const redmine = sample('redmine.csv');

const nowhere: ImportContext = {
  taskDefault: 'client_visible',
  epics: [],
  stories: [],
  sprints: [],
  staff: [{ id: 'jonas', name: 'Jonas Weber', email: 'jonas@haldenpike.example' }],
  titles: [],
  days: { first: '2026-01-01', last: '2026-12-31' },
};

/** The guesses, but for what is given. */
function chosen(table: ImportTable, change: (given: GivenChoices) => void = () => {}) {
  const { choices, words } = settle(table, null);
  const given: GivenChoices = {
    columns: choices.columns,
    dates: null,
    estimates: null,
    meanings: words,
  };
  change(given);
  return settle(table, given).choices;
}
const means = (given: GivenChoices, field: keyof GivenChoices['meanings'], word: string, meaning: string) => {
  given.meanings[field] = [
    ...given.meanings[field].filter((one) => one.word !== word),
    { word, means: meaning },
  ];
};
const headed = ({ headings }: ImportTable, columns: Record<string, number | null>) =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([field, context]) =>
      context === null ? [] : [[field, headings[context]]],
    ),
  );
const rowsOf = (text: string) => readTable(text);

describe('guessing columns', () => {
  test('of a Jira export', () => {
    expect(headed(jira, guessColumns(jira.headings))).toEqual({
      title: 'Summary',
      description: 'Description',
      kind: 'Issue Type',
      epic: 'Custom field (Epic Link)',
      story: 'Parent summary',
      status: 'Status',
      priority: 'Priority',
      dueOn: 'Due date',
      estimate: 'Original estimate',
      assignee: 'Assignee',
      sprint: 'Sprint',
      labels: 'Labels',
    });
  });

  test('of a Redmine export', () => {
    expect(headed(redmine, guessColumns(redmine.headings))).toEqual({
      title: 'Subject',
      description: 'Description',
      kind: 'Tracker',
      story: 'Parent task',
      status: 'Status',
      priority: 'Priority',
      dueOn: 'Due date',
      startsOn: 'Start date',
      estimate: 'Estimated time',
      assignee: 'Assignee',
      sprint: 'Target version',
      labels: 'Category',
    });
  });

  test('is stable: neither order, case nor blanks of the headings change it, and no column is two fields', () => {
    const all = [...new Set([...jira.headings, ...redmine.headings])];
    fc.assert(
      fc.property(fc.shuffledSubarray(all), fc.func(fc.boolean()), (headings, loud) => {
        const first = guessColumns(headings);
        const again = guessColumns(
          headings.toReversed().map((heading) => (loud(heading) ? ` ${heading.toUpperCase()} ` : heading)),
        );
        for (const field of importFields) {
          const context = again[field] === null ? null : headings.length - 1 - again[field];
          expect({ field, context }).toEqual({ field, context: first[field] });
        }
        const places = Object.values(first).filter((context) => context !== null);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });
});

describe('a Jira export', () => {
  const fixed = () => chosen(jira, (given) => means(given, 'status', 'Dnoe', 'done'));

  test('says of a status that is none of ours in which row it is', () => {
    expect(planOf(jira, settle(jira, null).choices, nowhere).errors).toEqual([
      { row: 6, sentence: "We don't recognise the status “Dnoe”. Match it above." },
    ]);
  });

  test('becomes an epic, a story of its title, and tasks; a sub-task stands with its parent in a story', () => {
    const plan = planOf(jira, fixed(), nowhere);
    expect(plan.errors).toEqual([]);
    expect(plan.epics.map(({ title }) => title)).toEqual(['Customer onboarding']);
    const parent = 'Sign-up form, with company look-up';
    expect(plan.tasks.map(({ title, story }) => [title, story?.epic?.title, story?.title])).toEqual([
      [parent, 'Customer onboarding', parent],
      ['Look-up answers slowly', 'Customer onboarding', 'Customer onboarding'],
      ['Write the error texts', 'Customer onboarding', parent],
      ['Order the certificates', undefined, undefined],
    ]);
  });

  test('is read field by field', () => {
    const [first, second] = planOf(jira, fixed(), {
      ...nowhere,
      sprints: [{ id: 'four', name: 'Sprint 4' }],
    }).tasks;
    expect(first).toMatchObject({
      row: 3,
      status: 'done',
      priority: 'high',
      dueOn: '2026-03-20',
      estimateMinutes: 480,
      assigneeId: 'jonas',
      sprintId: 'four',
      startsOn: null,
      labels: ['frontend', 'launch'],
    });
    expect(first?.description).toContain('The form says "not found" where a company is not.\n\n* keeps');
    expect(second).toMatchObject({
      status: 'to_do',
      priority: 'urgent',
      estimateMinutes: 90,
      assigneeId: null,
    });
  });

  test('plans nothing into a completed sprint', () => {
    const sprints = [{ id: 'four', name: 'Sprint 4', isCompleted: true }];
    const { tasks, warnings } = planOf(jira, fixed(), { ...nowhere, sprints });
    expect(tasks[0]?.sprintId).toBeNull();
    expect(warnings.map(({ row, sentence }) => `${row} ${sentence}`)).toContain(
      '3 “Sprint 4” is completed. Left in the backlog.',
    );
  });

  test('leaves an unknown assignee and an unknown sprint out with a warning', () => {
    const { warnings } = planOf(jira, fixed(), nowhere);
    expect(warnings.map(({ row, sentence }) => `${row} ${sentence}`)).toEqual(
      expect.arrayContaining([
        '5 No active team member is called “Nobody Known”. Left unassigned.',
        '3 No single sprint matches “Sprint 4”. Left in the backlog.',
      ]),
    );
  });
});

describe('a Redmine export', () => {
  const without = () => chosen(redmine, (given) => means(given, 'status', 'Rejected', 'leave_out'));

  test('puts sub-tasks with their parent into a story, and leaves out what is chosen to be', () => {
    const plan = planOf(redmine, without(), nowhere);
    expect(plan.errors).toEqual([]);
    expect(plan.leftOut).toBe(1);
    expect(plan.stories.map(({ title }) => title)).toEqual(['Nightly export']);
    expect(plan.tasks.map(({ title, story }) => [title, story?.title])).toEqual([
      ['Nightly export', 'Nightly export'],
      ['Write the file', 'Nightly export'],
      ['Agree on the price of storage', 'Nightly export'],
    ]);
    expect(plan.tasks[0]).toMatchObject({ dueOn: '2026-03-31', estimateMinutes: 750, status: 'in_progress' });
    expect(plan.tasks.map(({ startsOn, labels }) => [startsOn, labels])).toEqual([
      ['2026-03-02', ['Backend']],
      ['2026-03-02', ['Backend']],
      [null, []],
    ]);
  });

  test('shares nothing by itself, and what is private not even when asked to', () => {
    const because = (choices: ReturnType<typeof chosen>, context: ImportContext = nowhere) =>
      planOf(redmine, choices, context).tasks.map(({ internalBecause }) => internalBecause);
    expect(because(without())).toEqual(['file_silent', 'file_silent', 'marked_private']);

    const shared = chosen(redmine, (given) => {
      means(given, 'status', 'Rejected', 'leave_out');
      given.columns.visibility = redmine.headings.indexOf('Private');
      means(given, 'visibility', 'No', 'client_visible');
      means(given, 'visibility', 'Yes', 'client_visible');
    });
    expect(because(shared)).toEqual([null, null, 'marked_private']);
    expect(because(shared, { ...nowhere, taskDefault: 'internal_only' })).toEqual([
      'project_default',
      'project_default',
      'marked_private',
    ]);
  });
});

test('the stricter flag wins, whatever the file, the private mark and the default say', () => {
  const said = fc.constantFrom('Client Visible', 'Internal Only', 'yes', 'no', '', 'perhaps');
  const mark = fc.constantFrom('', 'No', 'Yes', 'x', 'secret');
  const usual = fc.constantFrom('client_visible' as const, 'internal_only' as const);
  fc.assert(
    fc.property(said, mark, usual, (visibility, marked, taskDefault) => {
      const table = rowsOf(`Title,Visibility,Private\nOne,${visibility},${marked}\n`);
      const [task] = planOf(table, settle(table, null).choices, { ...nowhere, taskDefault }).tasks;
      const mayBe =
        ['Client Visible', 'yes'].includes(visibility) &&
        ['', 'No'].includes(marked) &&
        taskDefault === 'client_visible';
      expect(task?.internalBecause === null).toBe(mayBe);
    }),
  );
});

describe('what is there already is used', () => {
  const table = rowsOf(
    'Title,Epic,Story\nOne,portal,\nTwo,Portal,Sign-in\nThree,,Sign-in\nFour,Other,Sign-in\n',
  );
  const context: ImportContext = {
    ...nowhere,
    epics: [{ id: 'e', title: 'Portal' }],
    stories: [{ id: 's', title: 'Sign-in', epicId: 'e' }],
    titles: ['one'],
  };

  test('an epic and a story by their titles; a story of another epic is another one', () => {
    const plan = planOf(table, settle(table, null).choices, context);
    expect(plan.epics.map(({ title }) => title)).toEqual(['Other']);
    expect(plan.stories.map(({ title, epic }) => [title, epic?.title])).toEqual([
      ['portal', 'Portal'],
      ['Sign-in', 'Other'],
    ]);
    expect(plan.tasks.map(({ story }) => story?.id)).toEqual([null, 's', 's', null]);
    expect(plan.alreadyHere).toBe(1);
  });
});

test('each error names its row, and a row may have several', () => {
  const table = rowsOf(
    'Title,Due,Estimate,Priority\n,31.02.2026,long,Odd\nFine,28.02.2026,1,High\nWide,,,,more\n',
  );
  const plan = planOf(table, settle(table, null).choices, nowhere);
  expect(plan.errors.map(({ row, sentence }) => `${row} ${sentence}`)).toEqual([
    "2 We don't recognise the priority “Odd”. Match it above.",
    '2 Title missing.',
    "2 “31.02.2026” in “Due” isn't a real date.",
    "2 “long” isn't a valid number of hours.",
    '4 This row has 5 values, but there are only 4 columns.',
  ]);
  expect(plan.tasks.map(({ title }) => title)).toEqual(['Fine']);
});

const planned = (text: string) => {
  const table = rowsOf(text);
  return planOf(table, settle(table, null).choices, nowhere);
};

describe('labels', () => {
  const labelsOf = (text: string) => planned(text).tasks.map(({ labels }) => labels);

  test('come from every column of the heading, each once, in their order', () => {
    expect(
      labelsOf('Title,Labels,Status,labels,Other\nOne,late,,early,no\nTwo,,,late,\nThree,x,,x,\n'),
    ).toEqual([['late', 'early'], ['late'], ['x']]);
  });

  test.each([
    ['commas', '"late, early"', ['late', 'early']],
    ['semicolons', 'late;early ;', ['late', 'early']],
    ['line breaks', '"late\nearly"', ['late', 'early']],
    ['blanks', ' late  early', ['late', 'early']],
    ['commas, so that a blank is part of one', '"to  review, early"', ['to review', 'early']],
  ])('of one cell are divided by %s', (_, cell, labels) => {
    expect(labelsOf(`Title,Labels\nOne,${cell}\n`)).toEqual([labels]);
  });

  test('are divided alike in all rows', () => {
    expect(labelsOf('Title,Tags\nOne,to review\nTwo,"to review, early"\n')).toEqual([
      ['to review'],
      ['to review', 'early'],
    ]);
  });

  test('that are categories keep their blanks', () => {
    expect(labelsOf('Subject,Category\nOne,User interface\nTwo,"User interface;Backend"\n')).toEqual([
      ['User interface'],
      ['User interface', 'Backend'],
    ]);
  });

  const numbered = (count: number, length: number) =>
    Array.from({ length: count }, (_, nth) => String(nth).padStart(length, 'x')).join(';');
  test.each([
    [numbered(20, 39), null],
    [numbered(21, 2), '21 labels. A task can have up to 20.'],
    ['x'.repeat(40), null],
    ['x'.repeat(41), `“${'x'.repeat(40)}…” is too long for a label. The limit is 40 characters.`],
    [numbered(20, 40), 'The labels total 819 characters. The limit is 800.'],
  ])('are counted: %s', (labels, sentence) => {
    const { errors, tasks } = planned(`Title,Labels\nOne,${labels}\n`);
    expect(errors).toEqual(sentence === null ? [] : [{ row: 2, sentence }]);
    expect(tasks).toHaveLength(sentence === null ? 1 : 0);
  });
});

describe('a start', () => {
  test('may be the day it is due, but not later', () => {
    const rows = [
      'One,01.02.2026,01.02.2026',
      'Two,02.02.2026,01.02.2026',
      'Three,soon,',
      'Four,02.02.2026,',
    ];
    const { errors, tasks } = planned(`Title,Start date,Due\n${rows.join('\n')}\n`);
    expect(errors).toEqual([
      { row: 3, sentence: 'Due date “01.02.2026” is before start date “02.02.2026”.' },
      { row: 4, sentence: "“soon” in “Start date” isn't a date like 31.03.2026 or 31/03/2026." },
    ]);
    expect(tasks.map(({ startsOn, dueOn }) => [startsOn, dueOn])).toEqual([
      ['2026-02-01', '2026-02-01'],
      ['2026-02-02', null],
    ]);
  });

  test('of an epic is held to the same; a story takes no dates, so that there is no error', () => {
    const text = (kind: string) => `Title,Type,Starts,Due\nOne,${kind},2026-02-02,2026-02-01\n`;
    const sentence = 'Due date “2026-02-01” is before start date “2026-02-02”.';
    expect(planned(text('Epic')).errors).toEqual([{ row: 2, sentence }]);
    const table = rowsOf(text('Story'));
    const asStory = chosen(table, (given) => means(given, 'kind', 'Story', 'story'));
    expect(planOf(table, asStory, nowhere).errors).toEqual([]);
  });

  test('tells how dates are written, where none is due', () => {
    const table = rowsOf('Title,Start date\nOne,03/31/2026\n');
    expect(settle(table, null).choices.dates).toBe('month_first');
    expect(planned('Title,Start date\nOne,03/31/2026\n').tasks[0]?.startsOn).toBe('2026-03-31');
  });
});

describe('rows that are epics and stories', () => {
  const file = [
    'Title,Type,Description,Status,Priority,Starts,Due,Estimate,Assignee,Sprint,Labels,Private',
    'Portal,Epic,All of it,,,2026-02-02,2026-03-31,,,,,',
    'Billing,Epic,,Done,High,,,2,Nobody,Sprint 4,late;early,Yes',
    'Sign-in,Story,By mail,,,2026-02-02,,,,,late,',
    'Sign-out,Story,,,,,,,,,,x',
    'Only a task,Task,,,,2026-02-03,,,,,late,',
  ];
  const plan = (lines: string[], context: ImportContext = nowhere) => {
    const table = rowsOf(`${lines.join('\n')}\n`);
    return planOf(
      table,
      chosen(table, (given) => means(given, 'kind', 'Story', 'story')),
      context,
    );
  };

  test('give what an epic and a story hold, and what is private stays so', () => {
    const { epics, stories, errors } = plan(file);
    expect(errors).toEqual([]);
    expect(epics).toEqual([
      {
        ...{ id: null, title: 'Portal', summary: 'All of it', internal: false },
        ...{ startsOn: '2026-02-02', dueOn: '2026-03-31' },
      },
      { id: null, title: 'Billing', summary: '', internal: true, startsOn: null, dueOn: null },
    ]);
    expect(stories.map(({ title, summary, internal }) => [title, summary, internal])).toEqual([
      ['Sign-in', 'By mail', false],
      ['Sign-out', '', true],
    ]);
  });

  test('are told by row what they have no place for, and a row that fits is not', () => {
    expect(plan(file).warnings).toEqual([
      {
        row: 3,
        sentence:
          "Epics don't have a status, a priority, an estimate, an assignee, a sprint or labels, so they're ignored.",
      },
      {
        row: 4,
        sentence: "Stories don't have dates or labels, so they're ignored.",
      },
    ]);
    expect(plan(['Title,Type,Estimate', 'Portal,Epic,2']).warnings).toEqual([
      { row: 2, sentence: "Epics don't have an estimate, so it's ignored." },
    ]);
  });

  test('that are there already, in the project or further up, are told that they stay as they are', () => {
    const context: ImportContext = {
      ...nowhere,
      epics: [{ id: 'e', title: 'Portal' }],
      stories: [{ id: 's', title: 'Sign-in', epicId: null }],
    };
    const again = ['Title,Type,Due', 'Portal,Epic,2026-03-31', 'Billing,Epic,2026-03-31'];
    const { epics, warnings } = plan([...again, 'billing,Epic,2026-04-30', 'Portal,Epic,'], context);
    expect(epics.map(({ title, dueOn }) => [title, dueOn])).toEqual([['Billing', '2026-03-31']]);
    expect(warnings).toEqual([
      { row: 2, sentence: "An epic with this title already exists. It won't be changed." },
      {
        row: 4,
        sentence: 'An earlier row already creates this epic. Its details are used.',
      },
    ]);
    expect(plan(['Title,Type,Description', 'Sign-in,Story,By mail'], context).warnings).toEqual([
      { row: 2, sentence: "A story with this title already exists. It won't be changed." },
    ]);
  });
});

test('a title that is too long is cut, and stands whole in the description', () => {
  const long = 'A title that goes on '.repeat(12).trim();
  const table = rowsOf(`Title,Description\n${long},Then the rest\n`);
  const [task] = planOf(table, settle(table, null).choices, nowhere).tasks;
  expect(task?.title.length).toBe(200);
  expect(task?.description).toBe(`${long}\n\nThen the rest`);
});

test('rows that are each other’s parents end somewhere', () => {
  const table = rowsOf('ID,Title,Parent task\n1,One,2\n2,Two,1\n');
  const plan = planOf(table, settle(table, null).choices, nowhere);
  expect(plan.tasks.map(({ story }) => story?.title)).toEqual(['One', 'Two']);
});

test('a task that has the title of an epic is not taken for it, unless the file calls the column a parent', () => {
  const located = (heading: string) => {
    const table = rowsOf(`Title,${heading},Story\nPortal,,\nSign-in,Portal,\n`);
    return planOf(table, settle(table, null).choices, nowhere).tasks.map(({ story }) => [
      story?.epic?.title,
      story?.title,
    ]);
  };
  expect(located('Epic')).toEqual([
    [undefined, undefined],
    ['Portal', 'Portal'],
  ]);
  expect(located('Parent summary')).toEqual([
    [undefined, 'Portal'],
    [undefined, 'Portal'],
  ]);
});

describe('what a file names but does not have', () => {
  const groupsOf = ({ epics, stories, tasks, warnings }: ReturnType<typeof planned>) => ({
    epics: epics.map(({ title }) => title),
    stories: stories.map(({ title }) => title),
    tasks: tasks.map(({ story }) => story?.title ?? null),
    warnings: warnings.map(({ row, sentence }) => `${row} ${sentence}`),
  });
  const missing = (text: string, heading: string) =>
    `2 “${text}” in “${heading}” is ignored: no row in the file has this key or title.`;

  test.each([
    ['Parent', '10233'],
    ['Parent id', '10233'],
    ['Parent key', 'ACM-12'],
    ['Parent', 'ACM-12'],
    ['Parent summary', 'Portal'],
    ['Parent task', '#412'],
    ['Epic Link', 'ACM-12'],
    ['Custom field (Epic Link)', 'Portal'],
    ['Custom field (Parent Link)', 'ACM-12'],
    ['Epic', '10233'],
    ['Epic Name', 'ACM-12'],
    ['Story', '#7'],
  ])('is left out with a warning: %s of “%s”', (heading, text) => {
    const table = rowsOf(`Title,Issue key,${heading}\nOne,ACM-1,${text}\n`);
    for (const field of ['epic', 'story'] as const) {
      const choices = chosen(table, (given) => {
        given.columns.epic = given.columns.story = null;
        given.columns[field] = 2;
      });
      const plan = planOf(table, choices, nowhere);
      expect(groupsOf(plan)).toEqual({
        ...{ epics: [], stories: [], tasks: [null] },
        warnings: [missing(text, heading)],
      });
    }
  });

  test('is left out where a heading says nothing, and where the row is left out itself', () => {
    expect(groupsOf(planned('Title,Key,Status,Parent task\nOne,A-2,,A-1\n')).warnings).toEqual([
      missing('A-1', 'Parent task'),
    ]);
    const table = rowsOf('Title,Key,Status,Parent task\nOne,A-2,,A-1\nGone,A-1,Rejected,\n');
    const choices = chosen(table, (given) => means(given, 'status', 'Rejected', 'leave_out'));
    expect(groupsOf(planOf(table, choices, nowhere))).toEqual({
      ...{ epics: [], stories: [], tasks: [null], warnings: [missing('A-1', 'Parent task')] },
    });
  });

  test('is left out where a row names itself', () => {
    expect(groupsOf(planned('Title,Key,Parent task\nOne,A-1,A-1\n'))).toEqual({
      ...{ epics: [], stories: [], tasks: [null] },
      warnings: ["2 “A-1” in “Parent task” is ignored: the row can't belong to itself."],
    });
  });

  test('is found in the project where that has it', () => {
    const context: ImportContext = {
      ...nowhere,
      epics: [{ id: 'e', title: 'Portal' }],
      stories: [{ id: 's', title: 'Sign-in', epicId: 'e' }],
    };
    const table = rowsOf('Title,Parent task\nOne,sign-in\nTwo,PORTAL\n');
    const plan = planOf(table, settle(table, null).choices, context);
    expect(plan.warnings).toEqual([]);
    expect(plan.tasks.map(({ story }) => [story?.id, story?.epic?.id])).toEqual([
      ['s', 'e'],
      [null, 'e'],
    ]);
  });

  test('makes no stories where the file knows of none: each row says that its epic is left out', () => {
    const left = (row: number, text: string, heading: string) =>
      `${row} “${text}” in “${heading}” is ignored. Tasks belong to an epic through a story, and no column is chosen for “Parent story”.`;
    expect(groupsOf(planned('Title,Epic\nOne,Portal\nTwo,\nThree,Portal\n'))).toEqual({
      ...{ epics: [], stories: [], tasks: [null, null, null] },
      warnings: [left(2, 'Portal', 'Epic'), left(4, 'Portal', 'Epic')],
    });
    expect(groupsOf(planned('Title,Key,Type,Epic Link\nPortal,A-1,Epic,\nOne,A-2,Task,A-1\n'))).toEqual({
      ...{ epics: ['Portal'], stories: [], tasks: [null], warnings: [left(3, 'A-1', 'Epic Link')] },
    });
  });

  test('is no story of the rows above an epic', () => {
    const plan = planned('Title,Key,Type,Parent\nPortal,A-1,Epic,A-9\nYear,A-9,Initiative,\n');
    expect(groupsOf(plan)).toMatchObject({ epics: ['Portal'], stories: [], tasks: [null] });
  });

  test('never becomes a record, whatever the columns are called and hold', () => {
    const heading = fc.constantFrom('Parent', 'Epic Link', 'Parent key', 'Epic', 'Story', 'Group');
    const name = fc.constantFrom('', '10233', 'ACM-9', '#3', 'ACM-1', 'One');
    fc.assert(
      fc.property(
        fc.tuple(heading, heading),
        fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 5 }),
        (headings, cells) => {
          const lines = cells.map(
            (names, nth) => `${['One', 'Two', 'Three', 'Four', 'Five'][nth]},ACM-${nth + 1},${names.join()}`,
          );
          const table = rowsOf(`Title,Key,${headings.join()}\n${lines.join('\n')}\n`);
          const choices = chosen(table, (given) => {
            [given.columns.epic, given.columns.story] = [2, 3];
          });
          const { epics, stories } = planOf(table, choices, nowhere);
          for (const { title } of [...epics, ...stories]) expect(title).not.toMatch(/^(?:10233|ACM-\d+|#3)$/);
        },
      ),
    );
  });
});

describe('a day that cannot be', () => {
  test.each([
    ['0026-12-01', 'Enter the year in full, like 2026.'],
    ['1999-12-31', 'Enter a date from 2000 to 2099.'],
    ['9999-12-31', 'Enter a date from 2000 to 2099.'],
    ['2026-02-30', null],
    ['2026-13-01', null],
  ])('is told with its row and column: %s', (text, because) => {
    expect(planned(`Title,Start date,Due\nOne,2026-03-01,\nTwo,,${text}\n`).errors).toEqual([
      {
        row: 3,
        sentence: because ? `“${text}” in “Due”: ${because}` : `“${text}” in “Due” isn't a real date.`,
      },
    ]);
  });
});
