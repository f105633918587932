/**
 * Whether the rows of a query come in one order alone, read from Kysely's tree of it: a key by which no two of its rows are alike is
 * among what it is ordered by. Otherwise PostgreSQL's planner chooses, by statistics that hidden rows are part of.
 */

/** What is read of Kysely's nodes, whatever their kind. */
export type Node = {
  kind: string;
  sqlFragments?: readonly string[];
  parameters?: readonly Node[];
  [part: string]: unknown;
};

/** By table, the columns of each of its unique keys. */
export type Keys = ReadonlyMap<string, readonly (readonly string[])[]>;

/** A column by the name of its table in the query, or by none, and its own. */
type Reference = { table: string | null; column: string };
/** Columns by their names outside of the query, by which no two rows are alike; none at all where there is one row at most. */
type Key = readonly string[];

const node = (value: unknown) => value as Node | undefined;
const nodes = (value: unknown) => (value ?? []) as readonly Node[];
const identifier = (value: unknown): string => {
  const {
    kind,
    name,
    identifier: inner,
    column,
    table,
    node: aliased,
  } = (value ?? {}) as Record<string, unknown>;
  return kind === 'IdentifierNode' ? String(name) : identifier(inner ?? column ?? table ?? aliased);
};
/** The text of a raw part, a question mark for each parameter. */
export const rawText = ({ sqlFragments, parameters = [] }: Node): string =>
  (sqlFragments ?? [])
    .map((text, nth) => {
      const parameter = parameters[nth];
      if (!parameter) return text;
      if (parameter.kind === 'RawNode') return text + rawText(parameter);
      if (parameter.kind === 'ReferenceNode') return text + identifier(parameter.column);
      return `${text}?`;
    })
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();

function referenceOf(value: Node | undefined): Reference | null {
  if (value?.kind === 'ReferenceNode' && node(value.column)?.kind === 'ColumnNode')
    return { table: value.table ? identifier(value.table) : null, column: identifier(value.column) };
  return value?.kind === 'ColumnNode' || value?.kind === 'IdentifierNode'
    ? { table: null, column: identifier(value) }
    : null;
}

/** "a.x desc nulls last, y" */
const referencesIn = (text: string): Reference[] =>
  text.split(',').flatMap((part) => {
    const [, table = null, column] =
      /^\s*(?:(\w+)\.)?(\w+)(?: (?:asc|desc))?(?: nulls (?:first|last))?\s*$/.exec(part) ?? [];
    return column ? [{ table, column }] : [];
  });

/** What of a condition holds for every row: its parts that "and" ties together. */
function partsOf(condition: Node | undefined): Node[] {
  if (!condition) return [];
  if (condition.kind === 'AndNode')
    return [...partsOf(node(condition.left)), ...partsOf(node(condition.right))];
  if (condition.kind === 'ParensNode') return partsOf(node(condition.node));
  return [condition];
}

/** The columns that a join sets equal to one another: ordered by one of them, rows are ordered by the other. */
const equalIn = (join: Node): [Reference, Reference][] =>
  partsOf(node(node(join.on)?.on)).flatMap((part): [Reference, Reference][] => {
    const [one, other] = [referenceOf(node(part.leftOperand)), referenceOf(node(part.rightOperand))];
    return one && other && node(part.operator)?.operator === '=' ? [[one, other]] : [];
  });

/** The columns that a condition holds to one value for the whole query, or, in a join, for each row of the others. */
function heldBy(condition: Node | undefined, isJoin: boolean): Reference[] {
  return partsOf(condition).flatMap((part) => {
    if (part.kind === 'RawNode') {
      const [, table, column] = /^(\w+)\.(\w+) = /.exec(rawText(part)) ?? [];
      return isJoin && table && column ? [{ table, column }] : [];
    }
    if (part.kind !== 'BinaryOperationNode' || node(part.operator)?.operator !== '=') return [];
    const [left, right] = [node(part.leftOperand), node(part.rightOperand)];
    const [one, other] = [referenceOf(left), referenceOf(right)];
    if (isJoin && one && other) return [one, other];
    const isSet = right?.kind === 'RawNode' && /\bany\b/.test(rawText(right));
    return one && !other && !isSet ? [one] : [];
  });
}

export class Orders {
  readonly #keys: Keys;
  /** Columns that are the same in all rows that a client may read, by table, or of every table ('*'). */
  readonly #same: ReadonlyMap<string, readonly string[]>;

  constructor(keys: Keys, same: ReadonlyMap<string, readonly string[]>) {
    this.#keys = keys;
    this.#same = same;
  }

  /** The keys of what a query reads from, under its alias. */
  #keysOfSource(source: Node, within: ReadonlyMap<string, Node>): { alias: string; keys: readonly Key[] } {
    const alias = source.kind === 'AliasNode' ? identifier(source.alias) : identifier(source);
    const inner = source.kind === 'AliasNode' ? node(source.node) : source;
    if (inner?.kind === 'SelectQueryNode') return { alias, keys: this.keysOf(inner, within) };
    const named = inner?.kind === 'RawNode' ? rawText(inner) : identifier(inner);
    const common = within.get(named);
    if (common) return { alias, keys: this.keysOf(common, within) };
    // Ids of a search, each of them once.
    if (named.startsWith('( select unnest(ids[')) return { alias, keys: [['id']] };
    const same = [...(this.#same.get('*') ?? []), ...(this.#same.get(named) ?? [])];
    return {
      alias,
      keys: (this.#keys.get(named) ?? []).map((key) => key.filter((column) => !same.includes(column))),
    };
  }

  /** What its rows are told apart by, in the names that the query's own clauses use: "alias.column". */
  #keysWithin(query: Node, within: ReadonlyMap<string, Node>): Key[] {
    const groups = nodes(node(query.groupBy)?.items).map((item) => referenceOf(node(item.groupBy)));
    if (query.groupBy)
      return groups.every((one) => one !== null) ? [groups.map((one) => this.#inner(query, one))] : [];
    const selections = nodes(query.selections).map((one) => node(one.selection));
    const isOneRow =
      !query.from ||
      (selections.length > 0 && selections.every((one) => isAggregate(node(one?.node) ?? one)));
    if (isOneRow) return [[]];
    if (query.distinctOn)
      return [
        nodes(query.distinctOn)
          .flatMap((one) => referenceOf(one) ?? [])
          .map((one) => this.#inner(query, one)),
      ];
    const held = heldBy(node(node(query.where)?.where), false).map((one) => this.#inner(query, one));
    const [base] = nodes(node(query.from)?.froms);
    if (!base || nodes(node(query.from)?.froms).length > 1) return [];
    const source = this.#keysOfSource(base, within);
    let keys: Key[] = source.keys.map((key) => key.map((column) => `${source.alias}.${column}`));
    for (const join of nodes(query.joins)) {
      const joined = this.#keysOfSource(node(join.table)!, within);
      const on = heldBy(node(node(join.on)?.on), true).map((one) => this.#inner(query, one));
      const its = joined.keys.map((key) => key.map((column) => `${joined.alias}.${column}`));
      if (!its.some((key) => key.every((column) => on.includes(column))))
        keys = keys.flatMap((key) => its.map((own) => [...key, ...own]));
    }
    return keys.map((key) => key.filter((column) => !held.includes(column)));
  }

  /** A reference as "alias.column". Without a table it is an output's name, or a column of what the query reads from. */
  #inner(query: Node, { table, column }: Reference): string {
    if (table) return `${table}.${column}`;
    const output = nodes(query.selections)
      .map((one) => node(one.selection))
      .find((one) => one?.kind === 'AliasNode' && identifier(one.alias) === column);
    const behind = referenceOf(node(output?.node));
    if (behind) return this.#inner(query, behind);
    const [base] = nodes(node(query.from)?.froms);
    if (output || !base) return column;
    return `${base.kind === 'AliasNode' ? identifier(base.alias) : identifier(base)}.${column}`;
  }

  /** The columns that its joins set equal. */
  readonly #equal = (query: Node): string[][] =>
    nodes(query.joins)
      .filter(({ joinType }) => joinType === 'InnerJoin')
      .flatMap(equalIn)
      .map((pair) => pair.map((one) => this.#inner(query, one)));

  /** Its keys as what reads from it names them, where it hands their columns on. */
  keysOf(query: Node, within: ReadonlyMap<string, Node>): Key[] {
    if (query.setOperations) return [['id']];
    const names = new Map<string, string>();
    const keys: Key[] = [];
    let handsAllOn = false;
    for (const selection of nodes(query.selections).map((one) => node(one.selection))) {
      const inner = selection?.kind === 'AliasNode' ? node(selection.node) : selection;
      const reference = referenceOf(inner);
      if (node(selection?.column)?.kind === 'SelectAllNode' || selection?.kind === 'SelectAllNode')
        handsAllOn = true;
      else if (reference)
        names.set(
          this.#inner(query, reference),
          selection?.kind === 'AliasNode' ? identifier(selection.alias) : reference.column,
        );
    }
    for (const selection of nodes(query.selections).map((one) => node(one.selection))) {
      const inner = node(selection?.node);
      if (selection?.kind !== 'AliasNode' || inner?.kind !== 'RawNode') continue;
      const [, partition = '', order] =
        /row_number\(\) over \((?:partition by (\w+) )?order by ([^)]*)\)/.exec(rawText(inner)) ?? [];
      if (order === undefined) continue;
      const parts = referencesIn(partition);
      if (this.#isTold(query, [...parts, ...referencesIn(order)], within))
        keys.push([
          ...parts.map((one) => names.get(this.#inner(query, one)) ?? '?'),
          identifier(selection.alias),
        ]);
    }
    for (const [one = '', other = ''] of this.#equal(query)) {
      const name = names.get(one) ?? names.get(other);
      if (name) for (const column of [one, other]) if (!names.has(column)) names.set(column, name);
    }
    for (const key of this.#keysWithin(query, within)) {
      const outside = key.map(
        (column) => names.get(column) ?? (handsAllOn ? column.replace(/^.*\./, '') : null),
      );
      if (outside.every((column) => column !== null)) keys.push(outside);
    }
    return keys;
  }

  /** Whether rows that are alike in these columns are one, or alike in all that the query tells of them. */
  #isTold(query: Node, by: readonly Reference[], within: ReadonlyMap<string, Node>): boolean {
    const ordered = new Set(by.map((one) => this.#inner(query, one)));
    for (const pair of this.#equal(query))
      if (pair.some((name) => ordered.has(name))) for (const name of pair) ordered.add(name);
    if (this.#keysWithin(query, within).some((key) => key.every((column) => ordered.has(column))))
      return true;
    const outputs = new Set(by.flatMap(({ table, column }) => (table ? [] : [column])));
    if (query.setOperations && outputs.has('id')) return true;
    const selections = nodes(query.selections).map((one) => node(one.selection));
    return selections.every((selection) => {
      const inner = selection?.kind === 'AliasNode' ? node(selection.node) : selection;
      const reference = referenceOf(inner);
      if (reference) return ordered.has(this.#inner(query, reference));
      // The number of all rows, and the number in an order.
      return inner?.kind === 'RawNode' && /(over \(|row_number\(\) over)/.test(rawText(inner));
    });
  }

  /** Whether no two rows of the query can change places. */
  isTotal(query: Node, within: ReadonlyMap<string, Node>): boolean {
    const by = nodes(node(query.orderBy)?.items).flatMap((item) => {
      const inner = node(item.orderBy);
      if (inner?.kind === 'RawNode') return referencesIn(rawText(inner));
      return referenceOf(inner) ?? [];
    });
    if (this.#keysWithin(query, within).some((key) => key.length === 0)) return true;
    return by.length > 0 && this.#isTold(query, by, within);
  }
}

const isAggregate = (selection: Node | undefined) =>
  selection?.kind === 'RawNode' &&
  /^\(?\s*(coalesce\()?(count|sum|min|max|bool_or)\(/.test(rawText(selection)) &&
  !rawText(selection).includes(' over ');
