/* print.ts - the map as SVG for paper: the same places, filters and choice, sharp at any size. */
import type { Model } from './data';
import { own } from './data';
import { makeSvg } from './dom';
import { nodeColour, tieColour, type Palette } from './colour';
import { curvePath, dashOf, shapePath, strikePath } from './geometry';
import { LINE, markSize, place, radiusAt, FONT, type View } from './labels';
import type { Scene } from './scene';
import type { State, Scope } from './state';

const MOST_LABELS = 400;

/** The part of the view that holds something, with room for labels. */
function cropped(model: Model, scope: Scope, view: View): string {
  const points = model.nodes.filter((_, i) => scope.nodeShown[i]).map((node) => place(view, node))
    .filter(({ x, y }) => x >= 0 && y >= 0 && x <= view.width && y <= view.height);
  if (!points.length || model.marks) return `0 0 ${view.width} ${view.height}`;
  const side = (values: number[], most: number): [number, number] => {
    const low = Math.max(0, Math.min(...values) - 60);
    return [low, Math.min(most, Math.max(...values) + 60) - low];
  };
  const [x, width] = side(points.map((p) => p.x), view.width);
  const [y, height] = side(points.map((p) => p.y), view.height);
  return [x, y, width, height].map((v) => v.toFixed(1)).join(' ');
}

export function drawSvg(model: Model, scene: Scene, state: State, scope: Scope, palette: Palette, view: View): SVGElement {
  const lit = scope.litNodes.size > 0;
  const marks = makeSvg('g', { 'font-family': FONT, fill: palette.soft, stroke: 'none' });
  for (const { kind, from, to, text } of scene.marks(view)) {
    if (kind === 'band') marks.append(makeSvg('path', { d: `M${from.x} ${from.y}H${to.x}V${to.y}H${from.x}Z`, fill: palette.side }));
    else if (kind === 'line') marks.append(makeSvg('path', { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, stroke: palette.rule }));
    else marks.append(makeSvg('text', { x: from.x, y: to.y, 'font-size': markSize(kind, view.k), 'font-weight': kind === 'head' ? 600 : null }, text!));
  }
  const ties = makeSvg('g', { fill: 'none' });
  model.ties.forEach((tie, k) => {
    if (!scope.tieShown[k] && !scope.litTies.has(k)) return;
    const { line, arrow, width } = scene.screenCurve(k, view);
    const color = tieColour(model, palette, state.colour, k);
    const faint = lit && !scope.litTies.has(k);
    const group = makeSvg('g', { stroke: color, opacity: faint ? 0.08 : tie.status === 'ended' ? 0.5 : 0.95 },
      makeSvg('path', { d: curvePath(line) + (tie.status === 'denied' ? strikePath(line, 12) : ''), 'stroke-width': width.toFixed(2),
        'stroke-dasharray': dashOf(tie).join(' ') || null }));
    if (arrow && !faint) group.append(makeSvg('path', { d: arrow, fill: color, stroke: 'none' }));
    ties.append(group);
  });
  const nodes = makeSvg('g', { stroke: palette.paper, 'stroke-width': 1.2 });
  for (const i of [...model.byRank].reverse()) {
    if (!scope.nodeShown[i]) continue;
    const { x, y } = place(view, model.nodes[i]!);
    nodes.append(makeSvg('path', {
      d: shapePath(own(model.types, model.nodes[i]!.type)?.shape, x, y, radiusAt(model.nodes[i]!.r, view.k)),
      fill: nodeColour(model, palette, state.colour, i), opacity: lit && !scope.litNodes.has(i) ? 0.2 : null }));
  }
  const texts = makeSvg('g', { 'text-anchor': 'middle', 'font-family': FONT, 'paint-order': 'stroke', stroke: palette.paper,
    'stroke-width': 3, 'stroke-linejoin': 'round', fill: palette.ink });
  const { labels, sums } = scene.texts(view, MOST_LABELS);
  for (const { k, x, y, text, size } of sums)
    texts.append(makeSvg('text', { x, y, 'font-size': size, 'font-weight': 600, fill: tieColour(model, palette, state.colour, k) }, text));
  for (const { x, y, size, bold, lines } of labels)
    lines.forEach((line, n) => texts.append(makeSvg('text', { x: x.toFixed(1), y: (y + n * size * LINE).toFixed(1), 'font-size': size.toFixed(1),
      'font-weight': bold ? 600 : null }, line)));
  return makeSvg('svg', { id: 'printed', viewBox: cropped(model, scope, view), role: 'img' }, marks, ties, nodes, texts);
}
