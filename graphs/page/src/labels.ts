/* labels.ts - which names have room at the present zoom, and where: the more influential first, none over another. */
import type { Mark, Model } from './data';
import type { Scope } from './state';
import type { Point } from './geometry';

export interface View { k: number; x: number; y: number; width: number; height: number } /* screen = world * k + (x, y) */
export interface Label {
  i: number; x: number; y: number; /* middle of the first line's baseline */
  size: number; bold: boolean; lines: string[];
}
export interface Box { x0: number; y0: number; x1: number; y1: number }

export const LINE = 1.18; /* height of a line, in sizes */
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", "PingFang SC", ' +
  '"Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", sans-serif';
export const fontOf = (size: number, bold: boolean): string => `${bold ? 600 : 400} ${size}px ${FONT}`;

/** Boxes taken so far, in a grid. */
export class Room {
  private cells = new Map<number, Box[]>();
  private static readonly cell = 80;

  private *keys(box: Box): Generator<number> {
    const at = (v: number): number => Math.floor(v / Room.cell);
    for (let x = at(box.x0); x <= at(box.x1); x++)
      for (let y = at(box.y0); y <= at(box.y1); y++) yield x * 65536 + y;
  }
  isFree(box: Box, but?: Box): boolean {
    for (const key of this.keys(box))
      for (const other of this.cells.get(key) ?? [])
        if (other !== but && box.x0 < other.x1 && other.x0 < box.x1 && box.y0 < other.y1 && other.y0 < box.y1) return false;
    return true;
  }
  take(box: Box): Box {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
    return box;
  }
}

/** Radius of a node on the screen: with the zoom, but never a speck. */
export function radiusAt(r: number, k: number): number {
  return Math.max(r * k, Math.min(r * 0.42, 2 + r * 0.16));
}

export const markSize = (kind: string, k: number): number => Math.max(9, Math.min(22, (kind === 'head' ? 14 : 11) * k));

export const place = (view: View, p: Point): Point => ({ x: p.x * view.k + view.x, y: p.y * view.k + view.y });

/** Widths of texts, measured once at one size. */
export class Ruler {
  private widths = new Map<string, number>();
  constructor(private readonly pen: CanvasRenderingContext2D) {}

  width(text: string, size: number, bold: boolean): number {
    const key = `${bold ? 1 : 0}${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.pen.font = fontOf(50, bold);
      this.widths.set(key, (width = this.pen.measureText(text).width / 50));
    }
    return width * size;
  }
}

function inView(view: View, p: Point, margin: number): boolean {
  return p.x > -margin && p.y > -margin && p.x < view.width + margin && p.y < view.height + margin;
}

/** The labels of the nodes in view. With something lit, that alone is named; `most` bounds how many are tried. */
export function placeLabels(model: Model, scope: Scope, view: View, ruler: Ruler, room: Room, most: number): Label[] {
  const lit = scope.litNodes.size > 0;
  const order = model.byRank.filter((i) => scope.nodeShown[i] && (!lit || scope.litNodes.has(i)) &&
    inView(view, place(view, model.nodes[i]!), 60));
  const discs = new Map<number, Box>();
  for (const i of model.byRank) {
    if (!scope.nodeShown[i] || (lit && !scope.litNodes.has(i))) continue;
    const { x, y } = place(view, model.nodes[i]!);
    const r = radiusAt(model.nodes[i]!.r, view.k);
    if (r >= 5 && inView(view, { x, y }, 60)) discs.set(i, room.take({ x0: x - r, y0: y - r, x1: x + r, y1: y + r }));
  }
  const labels: Label[] = [];
  for (const i of order) {
    if (labels.length >= most) break;
    const node = model.nodes[i]!;
    const size = Math.max(11, Math.min(26, node.font * Math.max(0.85, Math.min(view.k, 1.6))));
    const bold = node.font >= 12.5;
    const lines = node.lines.length ? node.lines : [node.label];
    const width = Math.max(...lines.map((line) => ruler.width(line, size, bold)));
    const height = lines.length * size * LINE;
    const { x, y } = place(view, node);
    const gap = radiusAt(node.r, view.k) + 2;
    const spots: [number, number][] = [ /* below, right, left, above: the middle of the box's upper edge */
      [x, y + gap], [x + gap + width / 2 + 2, y - height / 2], [x - gap - width / 2 - 2, y - height / 2], [x, y - gap - height]];
    const first = ['below', 'right', 'left', 'above'].indexOf(node.side ?? '');
    if (first > 0) spots.unshift(...spots.splice(first, 1)); /* where the layout has it */
    for (const [cx, top] of spots) {
      const box = { x0: cx - width / 2 - 2, y0: top, x1: cx + width / 2 + 2, y1: top + height };
      if (box.x0 < 2 || box.y0 < 2 || box.x1 > view.width - 2 || box.y1 > view.height - 2 || !room.isFree(box, discs.get(i))) continue;
      room.take(box);
      labels.push({ i, x: cx, y: top + size * 0.95, size, bold, lines });
      break;
    }
  }
  return labels;
}

/** The marks of the layout on the screen; of texts those that have room, the first ones first. */
export function placeMarks(model: Model, view: View, ruler: Ruler): (Mark & { from: Point; to: Point })[] {
  const room = new Room();
  return (model.marks ?? []).map((mark) => ({ ...mark, from: place(view, { x: mark.box[0], y: mark.box[1] }), to: place(view, { x: mark.box[2], y: mark.box[3] }) }))
    .filter(({ kind, from, to, text }) => {
      if (kind !== 'text' && kind !== 'head') return true;
      const size = markSize(kind, view.k);
      const box = { x0: from.x, y0: to.y - size * 0.8, x1: from.x + ruler.width(text ?? '', size, kind === 'head') + 4, y1: to.y };
      if (!text || !inView(view, to, 200) || !room.isFree(box)) return false;
      room.take(box);
      return true;
    });
}
