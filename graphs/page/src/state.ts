/* state.ts - what the reader has chosen and filtered, what follows from it, and its form in the address. */
import type { Model } from './data';
import { STATUSES, CHANGES, dateOf, own } from './data';
import type { Index } from './search';
import { findPath, type Path } from './path';

export type Choice =
  | { kind: 'node'; i: number }
  | { kind: 'tie'; k: number }
  | { kind: 'community'; c: number }
  | { kind: 'path'; from: number; to: number } /* -1: not chosen yet */
  | { kind: 'step'; n: number }
  | null;

export type Colour = 'type' | 'community' | 'change';
export type Table = 'deals' | 'entities' | null;
export type FilterKind = 'relation' | 'type' | 'status' | 'change';
export const FILTER_KINDS: FilterKind[] = ['relation', 'type', 'status', 'change'];

export interface State {
  choice: Choice;
  off: Record<FilterKind, Set<string>>;
  from: string; to: string; /* months, '' for no limit */
  money: number;            /* US dollars */
  colour: Colour;
  table: Table;
}

/** What follows from a state. Filters decide what exists on the map; the choice decides what stands out. */
export interface Scope {
  tieShown: boolean[]; nodeShown: boolean[];
  shownCount: number;
  litNodes: Set<number>; litTies: Set<number>;
  path: Path | null;
}

export const changeOf = (one: { change?: string }): string => one.change ?? 'same';
export const monthOf = (date: string): string => (date.length < 7 ? `${date}-01` : date.slice(0, 7));

export function startState(model: Model): State {
  return {
    choice: null,
    off: { relation: new Set(), type: new Set(), status: new Set(), change: new Set() },
    from: '', to: '', money: 0, colour: model.hasChanges ? 'change' : 'type', table: null,
  };
}

/** The months ties are dated by, in order. */
export function monthsOf(model: Model): string[] {
  return [...new Set(model.ties.map(dateOf).filter((date): date is string => Boolean(date)).map(monthOf))].sort();
}

export function scopeOf(model: Model, state: State): Scope {
  const { off } = state;
  const dated = (date: string | undefined): boolean => {
    if (!date) return true;
    const month = monthOf(date);
    return (!state.from || month >= state.from) && (!state.to || month <= state.to);
  };
  const tieShown = model.ties.map((tie) =>
    !off.relation.has(tie.relation) && !off.status.has(tie.status) && !off.change.has(changeOf(tie)) &&
    !off.type.has(model.nodes[tie.a]!.type) && !off.type.has(model.nodes[tie.b]!.type) &&
    (state.money <= 0 || (tie.usd ?? 0) >= state.money) && dated(dateOf(tie)));
  const litNodes = new Set<number>();
  const litTies = new Set<number>();
  const lightTie = (k: number): void => {
    litTies.add(k);
    litNodes.add(model.ties[k]!.a).add(model.ties[k]!.b);
  };
  let path: Path | null = null;
  const { choice } = state;
  if (choice?.kind === 'node') {
    litNodes.add(choice.i);
    model.tiesOf[choice.i]!.filter((k) => tieShown[k]).forEach(lightTie);
  } else if (choice?.kind === 'tie') {
    lightTie(choice.k);
  } else if (choice?.kind === 'community') {
    const members = new Set(model.groups.get(choice.c));
    members.forEach((i) => litNodes.add(i));
    model.ties.forEach((tie, k) => {
      if (tieShown[k] && members.has(tie.a) && members.has(tie.b)) lightTie(k);
    });
  } else if (choice?.kind === 'path') {
    for (const end of [choice.from, choice.to]) if (end >= 0) litNodes.add(end);
    if (choice.from >= 0 && choice.to >= 0) path = findPath(model, choice.from, choice.to, (k) => tieShown[k]!);
    path?.nodes.forEach((i) => litNodes.add(i));
    path?.ties.flat().forEach(lightTie);
  } else if (choice?.kind === 'step') {
    const step = model.story?.steps[choice.n];
    step?.nodes.forEach((i) => litNodes.add(i));
    step?.ties.forEach(lightTie);
  }
  const nodeShown = model.nodes.map((node, i) => litNodes.has(i) ||
    (!off.type.has(node.type) && (!model.tiesOf[i]!.length || model.tiesOf[i]!.some((k) => tieShown[k]))));
  return { tieShown, nodeShown, shownCount: tieShown.filter(Boolean).length, litNodes, litTies, path };
}

/* ---- the address: #ego=softbank&relation=invests_in,owns ---- */

const tieKey = (model: Model, k: number): string => {
  const tie = model.ties[k]!;
  return JSON.stringify([model.nodes[tie.a]!.id, tie.relation, model.nodes[tie.b]!.id]);
};

/** Every value a filter can have, so that the address may name what is shown, not what is hidden. */
export function valuesOf(model: Model, kind: FilterKind): string[] {
  if (kind === 'type') return [...new Set(model.nodes.map((node) => node.type))];
  if (kind === 'change') return [...new Set(model.ties.map(changeOf))];
  return [...new Set(model.ties.map((tie) => tie[kind]))];
}

export function writeAddress(model: Model, state: State): string {
  const out = new URLSearchParams();
  const { choice } = state;
  const id = (i: number): string => (i < 0 ? '' : model.nodes[i]!.id);
  if (choice?.kind === 'node') out.set('ego', id(choice.i));
  if (choice?.kind === 'tie') out.set('tie', tieKey(model, choice.k));
  if (choice?.kind === 'community') out.set('community', String(choice.c));
  if (choice?.kind === 'path') {
    out.set('from', id(choice.from));
    out.set('to', id(choice.to));
  }
  if (choice?.kind === 'step') out.set('step', String(choice.n + 1));
  for (const kind of FILTER_KINDS)
    if (state.off[kind].size) out.set(kind, valuesOf(model, kind).filter((value) => !state.off[kind].has(value)).join(','));
  if (state.from) out.set('since', state.from);
  if (state.to) out.set('until', state.to);
  if (state.money > 0) out.set('money', String(state.money));
  if (state.colour !== startState(model).colour) out.set('colour', state.colour);
  if (state.table) out.set('table', state.table);
  const text = out.toString().replaceAll('%2C', ',');
  return text ? `#${text}` : '';
}

/** The state an address names; what it names and the page has not is passed over. */
export function readAddress(model: Model, index: Index, hash: string): State {
  const state = startState(model);
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const ego = index.resolve(given.get('ego') ?? '');
  const tie = given.has('tie') ? model.ties.findIndex((_, k) => tieKey(model, k) === given.get('tie')) : -1;
  const community = Number(given.get('community'));
  const step = Number(given.get('step')) - 1;
  if (ego >= 0) state.choice = { kind: 'node', i: ego };
  else if (tie >= 0) state.choice = { kind: 'tie', k: tie };
  else if (model.groups.has(community)) state.choice = { kind: 'community', c: community };
  else if (given.has('from') || given.has('to'))
    state.choice = { kind: 'path', from: index.resolve(given.get('from') ?? ''), to: index.resolve(given.get('to') ?? '') };
  else if (model.story?.steps[step]) state.choice = { kind: 'step', n: step };
  for (const kind of FILTER_KINDS) {
    const kept = given.get(kind)?.split(',');
    if (kept) state.off[kind] = new Set(valuesOf(model, kind).filter((value) => !kept.includes(value)));
  }
  const month = (name: string): string => (/^\d{4}-\d{2}$/.exec(given.get(name) ?? '') ?? [''])[0];
  state.from = month('since');
  state.to = month('until');
  state.money = Math.max(Number(given.get('money')) || 0, 0);
  const colours: Record<string, Colour> = { type: 'type', community: 'community', ...(model.hasChanges && { change: 'change' as const }) };
  state.colour = own(colours, given.get('colour') ?? '') ?? state.colour;
  const tables: Record<string, Table> = { deals: 'deals', entities: 'entities' };
  state.table = own(tables, given.get('table') ?? '') ?? null;
  return state;
}

/** Values in the order they are shown: statuses and changes in their own, others the most frequent first. */
export function orderValues(kind: FilterKind, counts: Map<string, number>): string[] {
  const fixed = kind === 'status' ? STATUSES : kind === 'change' ? [...CHANGES, 'same'] : [];
  return [...counts.keys()].sort((x, y) =>
    fixed.indexOf(x) - fixed.indexOf(y) || counts.get(y)! - counts.get(x)! || (x < y ? -1 : 1));
}
