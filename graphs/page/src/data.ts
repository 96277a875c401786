/* data.ts - the network the page holds: its shape, as html.c writes it, and the indexes over it. */

export type Code = 'en' | 'ru' | 'zh';
export type Change = 'appeared' | 'went' | 'changed';

export interface Node {
  id: string; label: string; en?: string; ru?: string; zh?: string;
  type: string; aliases: string[]; mentions: number; documents: number;
  rank: number; rank_low?: number; rank_high?: number;
  pagerank: number; betweenness: number; strength: number;
  community?: number; /* from 1, by size */
  first?: string; last?: string; change?: Change;
  x: number; y: number; r: number; font: number; /* the finished layout, in points */
  lines: string[]; /* of the label */
  side?: 'below' | 'right' | 'left' | 'above'; /* where the layout has room for it */
}

export interface Evidence { text: string; title?: string; document?: string; date?: string; url?: string; status?: string }

export interface Tie {
  a: number; b: number; relation: string; symmetric: boolean; status: string;
  amount?: string; usd?: number; role?: string; date?: string; first?: string; last?: string;
  confidence: number; weight: number; sources: number; evidence: Evidence[]; change?: Change;
  /* Where the layout does not draw it from centre to centre: the points of a cubic curve. */
  curve?: [ax: number, ay: number, cx: number, cy: number, dx: number, dy: number, bx: number, by: number];
}

export interface Named { color: string; shape?: string; label: Partial<Record<Code, string>> }
export interface Step { title: string; text: string; nodes: number[]; ties: number[] }

/** What a layout says beside nodes and ties: the name of a column, a month; in the layout's points. */
export interface Mark { kind: 'text' | 'head' | 'line' | 'band'; box: [x0: number, y0: number, x1: number, y1: number]; text?: string }

export interface Data {
  lang: string; nodes: Node[]; ties: Tie[];
  types: Record<string, Named>; relations: Record<string, Named>;
  documents: number; omitted: number; width: number; height: number;
  marks?: Mark[];
  story?: { title?: string; steps: Step[] };
}

export interface Model extends Data {
  tiesOf: number[][];             /* of each node, as indexes */
  byRank: number[];               /* nodes, the most influential first */
  groups: Map<number, number[]>;  /* nodes of each community, in the order of rank */
  hasChanges: boolean;
}

export const STATUSES = ['current', 'planned', 'reported', 'denied', 'ended'];
export const CHANGES: Change[] = ['appeared', 'went', 'changed'];

/** A member the object has itself: names from the data may be "constructor" or "__proto__". */
export function own<T>(object: Record<string, T> | undefined, key: string): T | undefined {
  return object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}

/** The data with its indexes, or null when it is not what the page was made for. */
export function readData(text: string | null): Model | null {
  let data: Data;
  try {
    data = JSON.parse(text ?? '') as Data;
  } catch {
    return null;
  }
  if (!data || !Array.isArray(data.nodes) || !Array.isArray(data.ties)) return null;
  const { nodes, ties } = data;
  if (!ties.every((tie) => nodes[tie.a] && nodes[tie.b])) return null;
  const tiesOf: number[][] = nodes.map(() => []);
  ties.forEach((tie, k) => {
    for (const end of new Set([tie.a, tie.b])) tiesOf[end]!.push(k);
  });
  const byRank = nodes.map((_, i) => i).sort((i, j) => nodes[i]!.rank - nodes[j]!.rank || i - j);
  const groups = new Map<number, number[]>();
  for (const i of byRank) {
    const c = nodes[i]!.community;
    if (c !== undefined) groups.set(c, [...(groups.get(c) ?? []), i]);
  }
  const bySize = new Map([...groups].sort(([c], [d]) => c - d));
  const hasChanges = [...nodes, ...ties].some((one) => one.change !== undefined);
  return { ...data, tiesOf, byRank, groups: bySize, hasChanges };
}

/** When a tie came about, as far as is told: its own date, else that of the first document that states it. */
export function dateOf(tie: Tie): string | undefined {
  return tie.date ?? tie.first;
}
