/* geometry.ts - shapes of nodes and curves of ties, as paths both a canvas and SVG understand. */
import type { Model, Tie } from './data';

export interface Point { x: number; y: number }
/** A cubic Bézier curve from a to b by way of c and d. One that the layout has fixed begins and ends where it says; others
 * run from centre to centre and are cut at the shapes. */
export interface Curve { a: Point; c: Point; d: Point; b: Point; fixed?: boolean }

const round = (v: number): string => String(Math.round(v * 100) / 100);

function polygon(x: number, y: number, r: number, corners: number, turn: number): string {
  const points = Array.from({ length: corners }, (_, n) => {
    const angle = 2 * Math.PI * (turn + n / corners);
    return `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
  });
  return `M${points.join('L')}Z`;
}

/** A shape of the schema about x, y; all of one r cover about the same area. */
export function shapePath(shape: string | undefined, x: number, y: number, r: number): string {
  const h = r * 0.88;
  const at = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`;
  switch (shape) {
    case 'square':
      return `M${at(-h, -h)}L${at(h, -h)}L${at(h, h)}L${at(-h, h)}Z`;
    case 'rounded': {
      const q = h * 0.45;
      return `M${at(-h + q, -h)}L${at(h - q, -h)}Q${at(h, -h)} ${at(h, -h + q)}L${at(h, h - q)}Q${at(h, h)} ${at(h - q, h)}` +
        `L${at(-h + q, h)}Q${at(-h, h)} ${at(-h, h - q)}L${at(-h, -h + q)}Q${at(-h, -h)} ${at(-h + q, -h)}Z`;
    }
    case 'note':
      return `M${at(-h, -h)}L${at(h * 0.3, -h)}L${at(h, -h * 0.3)}L${at(h, h)}L${at(-h, h)}Z`;
    case 'diamond':
      return polygon(x, y, r * 1.15, 4, 0);
    case 'hexagon':
      return polygon(x, y, r * 1.04, 6, 0);
    case 'octagon':
      return polygon(x, y, r * 1.02, 8, 1 / 16);
    case 'triangle':
      return polygon(x, y + r * 0.12, r * 1.2, 3, -0.25);
    case 'invtriangle':
      return polygon(x, y - r * 0.12, r * 1.2, 3, 0.25);
    case 'pentagon':
      return polygon(x, y, r * 1.06, 5, -0.25);
    case 'doublecircle': { /* a ring: its inner circle runs the other way, which leaves it empty */
      const circle = (q: number, turn: 0 | 1): string =>
        `M${at(-q, 0)}A${round(q)} ${round(q)} 0 1 ${turn} ${at(q, 0)}A${round(q)} ${round(q)} 0 1 ${turn} ${at(-q, 0)}Z`;
      return circle(r, 0) + circle(r * 0.5, 1);
    }
    default:
      return `M${at(-r, 0)}A${round(r)} ${round(r)} 0 1 0 ${at(r, 0)}A${round(r)} ${round(r)} 0 1 0 ${at(-r, 0)}Z`;
  }
}

/** The curves of all ties: ties of the same two nodes lie side by side, a single one bends gently. */
export function curvesOf(model: Model): Curve[] {
  const pairs = new Map<string, number[]>();
  model.ties.forEach((tie, k) => {
    const key = `${Math.min(tie.a, tie.b)} ${Math.max(tie.a, tie.b)}`;
    const list = pairs.get(key);
    if (list) list.push(k);
    else pairs.set(key, [k]);
  });
  const curves: Curve[] = new Array(model.ties.length);
  for (const list of pairs.values())
    list.forEach((k, place) => {
      const tie = model.ties[k]!;
      if (tie.curve) {
        const [ax, ay, cx, cy, dx, dy, bx, by] = tie.curve;
        curves[k] = { a: { x: ax, y: ay }, c: { x: cx, y: cy }, d: { x: dx, y: dy }, b: { x: bx, y: by }, fixed: true };
        return;
      }
      const [a, b] = [model.nodes[tie.a]!, model.nodes[tie.b]!];
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const step = Math.min(26, (0.7 * length) / list.length);
      const side = tie.a < tie.b ? 1 : -1; /* the same side whichever way a tie points */
      const bend = (list.length === 1 ? 0.1 * length : side * (place - (list.length - 1) / 2) * step * 2) * (2 / 3);
      const third = (t: number): Point => ({
        x: a.x + (b.x - a.x) * t - ((b.y - a.y) / length) * bend, y: a.y + (b.y - a.y) * t + ((b.x - a.x) / length) * bend });
      curves[k] = { a: { x: a.x, y: a.y }, c: third(1 / 3), d: third(2 / 3), b: { x: b.x, y: b.y } };
    });
  return curves;
}

const lerp = (p: Point, q: Point, t: number): Point => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });

export function curveAt({ a, c, d, b }: Curve, t: number): Point {
  const s = 1 - t;
  const [wa, wc, wd, wb] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: wa * a.x + wc * c.x + wd * d.x + wb * b.x, y: wa * a.y + wc * c.y + wd * d.y + wb * b.y };
}

export function curvePath({ a, c, d, b }: Curve): string {
  return `M${round(a.x)} ${round(a.y)}C${round(c.x)} ${round(c.y)} ${round(d.x)} ${round(d.y)} ${round(b.x)} ${round(b.y)}`;
}

/* The part from t = 0, or up to t = 1: de Casteljau. */
function split({ a, c, d, b }: Curve, t: number): [Curve, Curve] {
  const [p, q, r] = [lerp(a, c, t), lerp(c, d, t), lerp(d, b, t)];
  const [u, v] = [lerp(p, q, t), lerp(q, r, t)];
  const m = lerp(u, v, t);
  return [{ a, c: p, d: u, b: m }, { a: m, c: v, d: r, b }];
}

/** The part of a curve that lies outside the circles about its ends (radii in the same units). */
export function trim(curve: Curve, fromRadius: number, toRadius: number): Curve {
  const out = (end: Point, r: number, from: number, to: number): number => {
    let [inside, outside] = [from, to];
    for (let n = 0; n < 12; n++) {
      const t = (inside + outside) / 2;
      const p = curveAt(curve, t);
      if (Math.hypot(p.x - end.x, p.y - end.y) < r) inside = t;
      else outside = t;
    }
    return outside;
  };
  const t0 = out(curve.a, fromRadius, 0, 0.5);
  const t1 = out(curve.b, toRadius, 1, 0.5);
  return split(split(curve, t1)[0], t0 / t1)[1];
}

/** An arrowhead whose tip is the end of the curve. */
export function arrowPath(curve: Curve, size: number): string {
  const { b } = curve;
  const before = curveAt(curve, 0.9);
  const length = Math.hypot(b.x - before.x, b.y - before.y) || 1;
  const [ux, uy] = [(b.x - before.x) / length, (b.y - before.y) / length];
  const corner = (side: number): string =>
    `${round(b.x - ux * size + uy * side * size * 0.42)} ${round(b.y - uy * size - ux * side * size * 0.42)}`;
  return `M${round(b.x)} ${round(b.y)}L${corner(1)}L${corner(-1)}Z`;
}

/** A short stroke across the middle of a curve: what was denied is struck through. */
export function strikePath(curve: Curve, size: number): string {
  const m = curveAt(curve, 0.5);
  const length = Math.hypot(curve.b.x - curve.a.x, curve.b.y - curve.a.y) || 1;
  const [ux, uy] = [(curve.b.x - curve.a.x) / length, (curve.b.y - curve.a.y) / length];
  const [dx, dy] = [(ux - uy) * size * 0.6, (uy + ux) * size * 0.6];
  return `M${round(m.x - dx)} ${round(m.y - dy)}L${round(m.x + dx)} ${round(m.y + dy)}`;
}

/** How near a point is to a curve; stops early when it is farther than `limit`. */
export function distanceTo(curve: Curve, p: Point, limit: number): number {
  const { a, c, d, b } = curve;
  if (p.x < Math.min(a.x, b.x, c.x, d.x) - limit || p.x > Math.max(a.x, b.x, c.x, d.x) + limit ||
    p.y < Math.min(a.y, b.y, c.y, d.y) - limit || p.y > Math.max(a.y, b.y, c.y, d.y) + limit) return Infinity;
  let least = Infinity;
  let before = a;
  for (let n = 1; n <= 16; n++) {
    const after = curveAt(curve, n / 16);
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const t = Math.max(0, Math.min(1, ((p.x - before.x) * dx + (p.y - before.y) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(p.x - before.x - t * dx, p.y - before.y - t * dy));
    before = after;
  }
  return least;
}

const DASHES: Record<string, number[]> = { planned: [7, 4], reported: [2, 3] };
export const dashOf = (tie: Tie): number[] => DASHES[tie.status] ?? [];

/** Width of a line in pixels: by money where it is known, else by sources. */
export function widthOf(tie: Tie): number {
  if (tie.usd !== undefined && tie.usd > 0) return Math.max(1.2, Math.min(5, 1.2 + (Math.log10(tie.usd) - 7) * 0.9));
  return tie.sources >= 5 ? 2 : tie.sources >= 2 ? 1.5 : 1.1;
}
