/* path.ts - how two entities are tied: breadth first from the end, then the way of greatest weight, as the command
 * `ermine path` does it. Denied and ended ties do not count. */
import type { Model } from './data';

export interface Path { nodes: number[]; ties: number[][] /* of each step, the heaviest first */ }

export function findPath(model: Model, start: number, end: number, tieShown: (k: number) => boolean): Path | null {
  const near = new Map<number, Map<number, number>>(); /* node, neighbour, summed weight */
  const counts = (k: number): boolean => {
    const tie = model.ties[k]!;
    return tieShown(k) && tie.a !== tie.b && tie.status !== 'denied' && tie.status !== 'ended';
  };
  model.ties.forEach((tie, k) => {
    if (!counts(k)) return;
    for (const [one, other] of [[tie.a, tie.b], [tie.b, tie.a]] as const) {
      const row = near.get(one) ?? new Map<number, number>();
      row.set(other, (row.get(other) ?? 0) + tie.weight);
      near.set(one, row);
    }
  });
  const steps = new Map<number, { distance: number; weight: number }>([[end, { distance: 0, weight: 0 }]]);
  const queue = [end];
  for (const node of queue) {
    const here = steps.get(node)!;
    for (const [other, weight] of near.get(node) ?? []) {
      let there = steps.get(other);
      if (!there) {
        there = { distance: here.distance + 1, weight: 0 };
        steps.set(other, there);
        queue.push(other);
      }
      if (there.distance === here.distance + 1) there.weight = Math.max(there.weight, here.weight + weight);
    }
  }
  if (!steps.has(start)) return null;
  const nodes = [start];
  for (let node = start; node !== end;) {
    const distance = steps.get(node)!.distance;
    let best = -1;
    let most = -Infinity;
    const row = [...(near.get(node) ?? [])].sort((x, y) => x[0] - y[0]); /* equal ones: the first id */
    for (const [other, weight] of row) {
      const there = steps.get(other)!;
      if (there.distance + 1 === distance && there.weight + weight > most) {
        best = other;
        most = there.weight + weight;
      }
    }
    nodes.push((node = best));
  }
  const between = (a: number, b: number): number[] =>
    model.tiesOf[a]!.filter((k) => counts(k) && (model.ties[k]!.a === b || model.ties[k]!.b === b))
      .sort((j, k) => model.ties[k]!.weight - model.ties[j]!.weight || j - k);
  return { nodes, ties: nodes.slice(1).map((node, n) => between(nodes[n]!, node)) };
}
