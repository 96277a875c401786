/* tables.ts - all ties and all entities as tables: the ledger of deals, and what a canvas cannot say to a screen reader. */
import type { App } from './app';
import { dateOf } from './data';
import { button, byId, make, on } from './dom';
import { nameOf, relationName, typeName } from './names';
import { changeChip, chip, nodeButton, relationMark, sourceLink, tieButton, typeMark } from './parts';
import type { Table } from './state';
import { lang, word } from './words';

const PAGE = 200; /* rows drawn at once */
const PRINTED = 1000;

type Value = string | number | undefined;
interface Column { key: string; value(n: number): Value; cell(n: number): (Node | string | null)[]; kind?: string; down?: boolean }
interface Kind { columns: Column[]; rows(): number[]; total: number; sort: { by: string; down: boolean }; selected(n: number): boolean }

function deals(app: App, onlyAmounts: () => boolean): Kind {
  const { ties } = app.model;
  const first = (k: number) => ties[k]!.evidence[0];
  return {
    total: ties.length, sort: { by: 'amount', down: true },
    rows: () => ties.map((_, k) => k).filter((k) => app.scope.tieShown[k] && (!onlyAmounts() || ties[k]!.amount)),
    selected: (k) => app.state.choice?.kind === 'tie' && app.state.choice.k === k,
    columns: [
      { key: 'from', value: (k) => nameOf(app.model, ties[k]!.a), cell: (k) => [nodeButton(app, ties[k]!.a)] },
      { key: 'relation', kind: 'line', value: (k) => relationName(app.model, ties[k]!.relation), cell: (k) => [relationMark(app, ties[k]!.relation), tieButton(app, k)] },
      { key: 'to', value: (k) => nameOf(app.model, ties[k]!.b), cell: (k) => [nodeButton(app, ties[k]!.b)] },
      { key: 'amount', kind: 'money', down: true, value: (k) => ties[k]!.usd ?? (ties[k]!.amount ? 0 : undefined), cell: (k) => [ties[k]!.amount ?? ''] },
      { key: 'status', value: (k) => word(ties[k]!.status), cell: (k) => [chip(ties[k]!), changeChip(ties[k]!)] },
      { key: 'date', kind: 'date', down: true, value: (k) => dateOf(ties[k]!), cell: (k) => [dateOf(ties[k]!) ?? ''] },
      { key: 'source', value: (k) => first(k) && (first(k)!.title || first(k)!.document),
        cell: (k) => (first(k) ? [sourceLink(first(k)!), ties[k]!.sources > 1 ? ` +${ties[k]!.sources - 1}` : ''] : []) },
    ],
  };
}

function entities(app: App): Kind {
  const { nodes, tiesOf } = app.model;
  const number = new Intl.NumberFormat(lang(), { maximumSignificantDigits: 3 });
  return {
    total: nodes.length, sort: { by: 'rank', down: false },
    rows: () => nodes.map((_, i) => i).filter((i) => app.scope.nodeShown[i]),
    selected: (i) => app.state.choice?.kind === 'node' && app.state.choice.i === i,
    columns: [
      { key: 'rank', kind: 'count', value: (i) => nodes[i]!.rank, cell: (i) => [String(nodes[i]!.rank)] },
      { key: 'name', value: (i) => nameOf(app.model, i), cell: (i) => [nodeButton(app, i), changeChip(nodes[i]!)] },
      { key: 'type', kind: 'line', value: (i) => typeName(app.model, nodes[i]!.type), cell: (i) => [typeMark(app, nodes[i]!.type), typeName(app.model, nodes[i]!.type)] },
      { key: 'ties', kind: 'count', down: true, value: (i) => tiesOf[i]!.length, cell: (i) => [String(tiesOf[i]!.length)] },
      { key: 'documents', kind: 'count', down: true, value: (i) => nodes[i]!.documents, cell: (i) => [String(nodes[i]!.documents)] },
      { key: 'pagerank', kind: 'count', down: true, value: (i) => nodes[i]!.pagerank, cell: (i) => [number.format(nodes[i]!.pagerank)] },
      { key: 'betweenness', kind: 'count', down: true, value: (i) => nodes[i]!.betweenness, cell: (i) => [number.format(nodes[i]!.betweenness)] },
      { key: 'community', kind: 'count', value: (i) => nodes[i]!.community, cell: (i) => [String(nodes[i]!.community ?? '')] },
    ],
  };
}

/** Rows that lack the value come last whichever way the column is sorted. */
function inOrder(column: Column, down: boolean): (j: number, k: number) => number {
  const collator = new Intl.Collator(lang(), { numeric: true });
  return (j, k) => {
    const [x, y] = [column.value(j), column.value(k)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined) || j - k;
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
    return (down ? -order : order) || j - k;
  };
}

/** Fills the sheet of tables; `refresh` brings it up to the state, `print` draws more rows while the page is printed. */
export function buildTables(app: App, host: HTMLElement): { refresh(): void; print(is: boolean): void } {
  const only = make('input', { type: 'checkbox', id: 'only-amounts', autocomplete: 'off' });
  const onlyLabel = make('label', {}, only, ` ${word('with_amount')}`);
  const count = make('span', { class: 'count', id: 'rows' });
  const names: Exclude<Table, null>[] = ['deals', 'entities'];
  const kinds = { deals: deals(app, () => only.checked), entities: entities(app) };
  const tabs = names.map((name) => button(word(name), () => app.set({ table: name }),
    { role: 'tab', id: `tab-${name}`, 'aria-controls': 'table-body', class: 'tab' }));
  const close = button('×', () => { app.set({ table: null }); byId('toggle-table').focus(); }, { 'aria-label': word('close'), title: word('close'), class: 'closer' });
  const body = make('div', { id: 'table-body', role: 'tabpanel' });
  let drawn = PAGE;
  let key = '';

  host.append(make('div', { class: 'head' }, make('div', { role: 'tablist', 'aria-label': word('table') }, ...tabs), onlyLabel, count, close), body);
  on(only, 'change', () => refresh());
  tabs.forEach((tab, n) => on(tab, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    app.set({ table: names[1 - n]! });
    tabs[1 - n]!.focus();
  }));

  function head(kind: Kind): HTMLElement {
    return make('thead', {}, make('tr', {}, ...kind.columns.map((column) => {
      const { sort } = kind;
      const press = (): void => {
        kind.sort = { by: column.key, down: sort.by === column.key ? !sort.down : Boolean(column.down) };
        refresh();
        body.querySelector<HTMLElement>(`th[data-column="${column.key}"] button`)?.focus();
      };
      return make('th', { scope: 'col', class: column.kind, 'data-column': column.key,
        'aria-sort': sort.by !== column.key ? 'none' : sort.down ? 'descending' : 'ascending' }, button(word(column.key), press));
    })));
  }

  function refresh(): void {
    const { table } = app.state;
    host.hidden = table === null;
    byId('toggle-table').setAttribute('aria-expanded', String(table !== null));
    if (table === null) return;
    const kind = kinds[table];
    const column = kind.columns.find((one) => one.key === kind.sort.by)!;
    const rows = kind.rows().sort(inOrder(column, kind.sort.down));
    const before = `${table} ${kind.sort.by} ${kind.sort.down}`;
    if (before !== key && drawn !== PRINTED) drawn = PAGE;
    key = before;
    tabs.forEach((tab, n) => {
      tab.setAttribute('aria-selected', String(names[n] === table));
      tab.tabIndex = names[n] === table ? 0 : -1;
    });
    body.setAttribute('aria-labelledby', `tab-${table}`);
    onlyLabel.hidden = table !== 'deals';
    count.textContent = word('rows', rows.length, kind.total);
    const left = rows.length - drawn;
    body.replaceChildren(
      make('table', { 'aria-label': word(table), 'aria-rowcount': rows.length + 1 }, head(kind), make('tbody', {}, ...rows.slice(0, drawn).map((n) =>
        make('tr', { 'data-row': n, class: kind.selected(n) ? 'sel' : null },
          ...kind.columns.map((one) => make('td', { class: `${one.kind ?? ''} text` }, ...one.cell(n))))))),
      ...(left > 0 ? [button(word('more', Math.min(left, PAGE)), () => { drawn += PAGE; refresh(); }, { class: 'more' })] : []));
  }

  return {
    refresh,
    print(is) {
      drawn = is ? PRINTED : PAGE;
      refresh();
    },
  };
}
