/* geometry.ts - shapes of nodes and curves of ties, as paths both a canvas and SVG understand. */
import type { Model, Tie } from './data';

export interface Point { x: number; y: number }
/** A quadratic Bézier curve from a to b by way of c. */
export interface Curve { a: Point; c: Point; b: Point }

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
    default:
      return `M${at(-r, 0)}A${round(r)} ${round(r)} 0 1 0 ${at(r, 0)}A${round(r)} ${round(r)} 0 1 0 ${at(-r, 0)}Z`;
  }
}

/** The curves of all ties, centre to centre: ties of the same two nodes lie side by side, a single one bends gently. */
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
      const [a, b] = [model.nodes[tie.a]!, model.nodes[tie.b]!];
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const step = Math.min(26, (0.7 * length) / list.length);
      const side = tie.a < tie.b ? 1 : -1; /* the same side whichever way a tie points */
      const bend = list.length === 1 ? 0.1 * length : side * (place - (list.length - 1) / 2) * step * 2;
      curves[k] = {
        a: { x: a.x, y: a.y }, b: { x: b.x, y: b.y },
        c: { x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend, y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend },
      };
    });
  return curves;
}

export function curveAt({ a, c, b }: Curve, t: number): Point {
  const s = 1 - t;
  return { x: s * s * a.x + 2 * s * t * c.x + t * t * b.x, y: s * s * a.y + 2 * s * t * c.y + t * t * b.y };
}

export function curvePath({ a, c, b }: Curve): string {
  return `M${round(a.x)} ${round(a.y)}Q${round(c.x)} ${round(c.y)} ${round(b.x)} ${round(b.y)}`;
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
  const { a, c, b } = curve;
  const lerp = (p: Point, q: Point, t: number): Point => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });
  return { a: curveAt(curve, t0), b: curveAt(curve, t1), c: lerp(lerp(a, c, t0), lerp(c, b, t0), t1) };
}

/** An arrowhead whose tip is the end of the curve. */
export function arrowPath(curve: Curve, size: number): string {
  const { b, c } = curve;
  const length = Math.hypot(b.x - c.x, b.y - c.y) || 1;
  const [ux, uy] = [(b.x - c.x) / length, (b.y - c.y) / length];
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
  const { a, c, b } = curve;
  if (p.x < Math.min(a.x, b.x, c.x) - limit || p.x > Math.max(a.x, b.x, c.x) + limit ||
    p.y < Math.min(a.y, b.y, c.y) - limit || p.y > Math.max(a.y, b.y, c.y) + limit) return Infinity;
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
