/* search.ts - entities by any of their names: whole names first, then beginnings of names, of words, and the rest;
 * among equals the more influential. */
import type { Model } from './data';

/** Case, accents, width, punctuation and direction marks apart. */
export function plain(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '').toLowerCase().replace(/[\s\p{P}\p{C}]+/gu, ' ').trim();
}

export interface Hit { i: number; name: string; grade: number }

export interface Index {
  find(text: string): Hit[];
  /** The node an address names: by id, else by a whole name; -1 when there is none. */
  resolve(name: string): number;
}

export function buildIndex(model: Model): Index {
  const ids = new Map(model.nodes.map((node, i) => [node.id, i]));
  const names = model.nodes.map((node) =>
    [...new Set([node.label, node.en, node.ru, node.zh, ...node.aliases])]
      .filter((name): name is string => Boolean(name))
      .map((name) => ({ name, key: plain(name) })));

  function find(text: string): Hit[] {
    const sought = plain(text);
    const hits: Hit[] = [];
    for (const i of sought ? model.byRank : []) {
      let best: Hit | undefined;
      for (const { name, key } of names[i]!) {
        const at = key.indexOf(sought);
        if (at < 0) continue;
        const grade = key === sought ? 0 : at === 0 ? 1 : key[at - 1] === ' ' ? 2 : 3;
        if (!best || grade < best.grade) best = { i, name, grade };
      }
      if (best) hits.push(best);
    }
    return hits.sort((x, y) => x.grade - y.grade);
  }

  function resolve(name: string): number {
    const byId = ids.get(name);
    if (byId !== undefined) return byId;
    const hit = find(name)[0];
    return hit && hit.grade === 0 ? hit.i : -1;
  }

  return { find, resolve };
}
