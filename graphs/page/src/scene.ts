/* scene.ts - the map on a canvas. Places come from the finished layout; what is drawn follows from a scope.
 *
 * Ties are many: they are gathered into one path for each look, and where there are very many the lot is drawn into a
 * layer that is moved and scaled while a gesture lasts and drawn anew when it ends. */
import { polygonHull } from 'd3-polygon';
import type { Model } from './data';
import type { Colour, Scope } from './state';
import { tieColour, nodeColour, type Palette } from './colour';
import { arrowPath, curveAt, curvePath, curvesOf, dashOf, distanceTo, shapePath, strikePath, trim, widthOf, type Curve, type Point } from './geometry';
import { fontOf, LINE, markSize, place, placeLabels, placeMarks, radiusAt, Room, Ruler, type Label, type View } from './labels';
import { own } from './data';

export interface Look { scope: Scope; colour: Colour; palette: Palette; hover: Target | null; focus: number; chosen: number }
export type Target = { node: number } | { tie: number };
export interface Sum { k: number; x: number; y: number; text: string; size: number }

const MANY = 1500;        /* ties that are still drawn anew in every frame */
const MOST_LABELS = 220;
const LABEL_ROOM = 14000; /* square pixels a label has on a map seen as a whole */
const SETTLE = 120;       /* milliseconds of rest after which the layer is drawn anew; where frames are slow, longer */

/* A family of ties drawn in one stroke. */
interface Bundle { path: Path2D; color: string; width: number; dash: number[]; faded: boolean }

interface Layer { canvas: HTMLCanvasElement; view: View; version: number }

export class Scene {
  readonly curves: Curve[];
  view: View = { k: 1, x: 0, y: 0, width: 1, height: 1 };
  private readonly pen: CanvasRenderingContext2D;
  private readonly ruler: Ruler;
  private look: Look | null = null;
  private bundles: Bundle[] = [];
  private version = 0;      /* of what the layers show */
  private layer: Layer | null = null;
  private whole: Layer | null = null;
  private frame = 0;
  private settle = 0;
  private ratio = 1;
  private drawnAt = 0;
  private pace = 0; /* milliseconds between the last two frames */
  private readonly shapes = new Map<string, Path2D>();

  constructor(private readonly model: Model, private readonly canvas: HTMLCanvasElement) {
    this.pen = canvas.getContext('2d', { alpha: false })!;
    this.ruler = new Ruler(document.createElement('canvas').getContext('2d')!);
    this.curves = curvesOf(model);
  }

  resize(width: number, height: number): void {
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.max(1, Math.round(width * this.ratio));
    this.canvas.height = Math.max(1, Math.round(height * this.ratio));
    this.view = { ...this.view, width, height };
    this.layer = null;
    this.request();
  }

  nodeAt(i: number): Point {
    return this.model.nodes[i]!;
  }

  setView(k: number, x: number, y: number): void {
    this.view = { ...this.view, k, x, y };
    this.request();
  }

  setLook(look: Look): void {
    const before = this.look;
    this.look = look;
    if (!before || before.scope.tieShown !== look.scope.tieShown || before.colour !== look.colour || before.palette !== look.palette)
      this.bundle(look);
    this.request();
  }

  /** The box of some nodes in the layout's points; of all that are shown when none are named. */
  boxOf(nodes: Iterable<number>): { x0: number; y0: number; x1: number; y1: number } {
    const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    for (const i of nodes) {
      const { x, y, r, font, lines } = this.model.nodes[i]!;
      const side = Math.max(r, 40);
      box.x0 = Math.min(box.x0, x - side);
      box.x1 = Math.max(box.x1, x + side);
      box.y0 = Math.min(box.y0, y - r);
      box.y1 = Math.max(box.y1, y + r + font * LINE * Math.max(lines.length, 1));
    }
    return Number.isFinite(box.x0) ? box : { x0: 0, y0: 0, x1: this.model.width || 1, y1: this.model.height || 1 };
  }

  /** What lies under a point of the screen: a node before a tie, what is lit before the rest. */
  targetAt(p: Point, slack: number): Target | null {
    const { look, view, model } = this;
    if (!look) return null;
    const { scope } = look;
    const lit = scope.litNodes.size > 0;
    let best: Target | null = null;
    let least = Infinity;
    model.nodes.forEach((node, i) => {
      if (!scope.nodeShown[i]) return;
      const at = place(view, node);
      const reach = Math.max(radiusAt(node.r, view.k), 5) + slack;
      const away = Math.hypot(at.x - p.x, at.y - p.y) / reach + (lit && !scope.litNodes.has(i) ? 0.5 : 0);
      if (Math.hypot(at.x - p.x, at.y - p.y) <= reach && away < least) {
        least = away;
        best = { node: i };
      }
    });
    if (best) return best;
    const world = { x: (p.x - view.x) / view.k, y: (p.y - view.y) / view.k };
    const limit = (4 + slack) / view.k;
    least = limit;
    this.curves.forEach((curve, k) => {
      if (lit ? !scope.litTies.has(k) : !scope.tieShown[k]) return;
      const away = distanceTo(curve, world, limit);
      if (away < least) {
        least = away;
        best = { tie: k };
      }
    });
    return best;
  }

  /** Names and sums as they stand on the screen. */
  texts(view: View, most: number): { labels: Label[]; sums: Sum[] } {
    const { scope } = this.look!;
    const room = new Room();
    const labels = placeLabels(this.model, scope, view, this.ruler, room, most);
    const sums: Sum[] = [];
    const size = scope.litTies.size ? 12.5 : 10.5;
    const candidates = scope.litTies.size ? [...scope.litTies] : view.k >= 0.8 ? this.model.ties.map((_, k) => k).filter((k) => scope.tieShown[k]) : [];
    candidates.sort((j, k) => (this.model.ties[k]!.usd ?? 0) - (this.model.ties[j]!.usd ?? 0) || j - k);
    for (const k of candidates) {
      const text = this.model.ties[k]!.amount;
      if (!text || sums.length >= 60) continue;
      const width = this.ruler.width(text, size, true);
      for (const t of [0.5, 0.4, 0.6, 0.3, 0.7]) {
        const { x, y } = place(view, curveAt(this.curves[k]!, t));
        const box = { x0: x - width / 2 - 2, y0: y - size * 0.65, x1: x + width / 2 + 2, y1: y + size * 0.65 };
        if (x < 0 || y < 0 || x > view.width || y > view.height || !room.isFree(box)) continue;
        room.take(box);
        sums.push({ k, x, y: y + size * 0.36, text, size });
        break;
      }
    }
    return { labels, sums };
  }

  /* From afar only the hubs are named; close by there is room for all. */
  private labelCount(): number {
    const { k, width, height } = this.view;
    return Math.min(MOST_LABELS, Math.ceil(((width * height) / LABEL_ROOM) * Math.max(1, (k / 0.3) ** 2)));
  }

  marks(view: View): ReturnType<typeof placeMarks> {
    return placeMarks(this.model, view, this.ruler);
  }

  request(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
  }

  private bundle({ scope, colour, palette }: Look): void {
    const bundles = new Map<string, Bundle>();
    this.model.ties.forEach((tie, k) => {
      if (!scope.tieShown[k]) return;
      const color = tieColour(this.model, palette, colour, k);
      const width = Math.round(widthOf(tie) * 2) / 2;
      const key = `${color} ${width} ${tie.status}`;
      let bundle = bundles.get(key);
      if (!bundle) bundles.set(key, (bundle = { path: new Path2D(), color, width, dash: dashOf(tie), faded: tie.status === 'ended' }));
      const { a, c, d, b } = this.curves[k]!;
      bundle.path.moveTo(a.x, a.y);
      bundle.path.bezierCurveTo(c.x, c.y, d.x, d.y, b.x, b.y);
      if (tie.status === 'denied') bundle.path.addPath(new Path2D(strikePath(this.curves[k]!, 10)));
    });
    this.bundles = [...bundles.values()];
    this.version++;
    this.whole = null;
  }

  /* ---- drawing ---- */

  private toWorld(pen: CanvasRenderingContext2D, view: View, ratio: number): void {
    pen.setTransform(view.k * ratio, 0, 0, view.k * ratio, view.x * ratio, view.y * ratio);
  }

  private strokeBundles(pen: CanvasRenderingContext2D, view: View, ratio: number): void {
    this.toWorld(pen, view, ratio);
    /* Very many ties are drawn thin in colour, or the middle of the map would be one blot. */
    const crowd = Math.max(0.14, Math.min(1, MANY / this.look!.scope.shownCount));
    const strength = crowd + (1 - crowd) * Math.max(0, Math.min(1, (view.k - 0.3) / 0.7));
    const scale = Math.max(0.45, Math.min(1.5, Math.sqrt(view.k)));
    for (const { path, color, width, dash, faded } of this.bundles) {
      pen.globalAlpha = (faded ? 0.4 : 0.85) * strength;
      pen.strokeStyle = color;
      pen.lineWidth = (width * scale) / view.k;
      pen.setLineDash(dash.map((v) => v / view.k ** 0.5));
      pen.stroke(path);
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  private makeLayer(view: View, ratio: number): Layer {
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.ceil(view.width * ratio));
    canvas.height = Math.max(1, Math.ceil(view.height * ratio));
    this.strokeBundles(canvas.getContext('2d')!, view, ratio);
    return { canvas, view, version: this.version };
  }

  /* The whole map, small: fills what the sharp layer leaves open while the reader zooms out. */
  private makeWhole(): Layer {
    const box = this.boxOf(this.model.nodes.keys());
    const [w, h] = [box.x1 - box.x0, box.y1 - box.y0];
    const k = Math.min(1600 / w, 1600 / h, 1);
    return this.makeLayer({ k, x: -box.x0 * k, y: -box.y0 * k, width: w * k, height: h * k }, 1);
  }

  private sharpView(): View {
    const { view } = this;
    const margin = 0.2;
    return {
      k: view.k, x: view.x + view.width * margin, y: view.y + view.height * margin,
      width: view.width * (1 + 2 * margin), height: view.height * (1 + 2 * margin),
    };
  }

  /* Where the layer lies in the present view, and whether it fills it. */
  private covers(layer: Layer): boolean {
    const s = this.view.k / layer.view.k;
    const [x, y] = [this.view.x - layer.view.x * s, this.view.y - layer.view.y * s];
    return s < 2.5 && x <= 0 && y <= 0 && x + layer.view.width * s >= this.view.width && y + layer.view.height * s >= this.view.height;
  }

  private paste(layer: Layer): void {
    const s = this.view.k / layer.view.k;
    const { pen, ratio } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.drawImage(layer.canvas, this.view.x - layer.view.x * s, this.view.y - layer.view.y * s, layer.view.width * s, layer.view.height * s);
  }

  private drawTies(): void {
    if (this.look!.scope.shownCount <= MANY) {
      this.strokeBundles(this.pen, this.view, this.ratio);
      return;
    }
    const stale = !this.layer || this.layer.version !== this.version;
    if (stale) this.layer = this.makeLayer(this.sharpView(), this.ratio);
    if (this.layer!.view.k !== this.view.k || !this.covers(this.layer!)) {
      clearTimeout(this.settle);
      this.settle = window.setTimeout(() => {
        this.layer = this.makeLayer(this.sharpView(), this.ratio);
        this.request();
      }, Math.max(SETTLE, 4 * this.pace));
    }
    if (this.covers(this.layer!)) this.paste(this.layer!);
    else this.paste((this.whole ??= this.makeWhole()));
  }

  private drawMarks(): void {
    const { pen, look, view, ratio } = this;
    const { palette } = look!;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.lineWidth = 1;
    pen.textAlign = 'left';
    for (const { kind, from, to, text } of this.marks(view)) {
      if (kind === 'band') {
        pen.fillStyle = palette.side;
        pen.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
      } else if (kind === 'line') {
        pen.strokeStyle = palette.rule;
        pen.stroke(new Path2D(`M${from.x} ${from.y}L${to.x} ${to.y}`));
      } else {
        pen.font = fontOf(markSize(kind, view.k), kind === 'head');
        pen.fillStyle = palette.soft;
        pen.fillText(text!, from.x, to.y);
      }
    }
  }

  private drawHulls(): void {
    const { pen, look, model } = this;
    if (look!.colour !== 'community') return;
    this.toWorld(pen, this.view, this.ratio);
    pen.lineJoin = 'round';
    for (const [c, members] of [...model.groups].slice(0, 10)) {
      const points = members.filter((i) => look!.scope.nodeShown[i]).map((i): [number, number] => [model.nodes[i]!.x, model.nodes[i]!.y]);
      if (points.length < 3) continue;
      const hull = polygonHull(points);
      if (!hull) continue;
      const path = new Path2D(`M${hull.map(([x, y]) => `${x} ${y}`).join('L')}Z`);
      pen.fillStyle = pen.strokeStyle = look!.palette.wash(look!.palette.community(c));
      pen.globalCompositeOperation = look!.palette.dark ? 'lighten' : 'multiply';
      pen.lineWidth = 56;
      pen.stroke(path);
      pen.globalCompositeOperation = 'source-over';
      pen.fill(path);
    }
    pen.lineJoin = 'miter';
  }

  /* The shape of a type about 0, 0, of radius 1. */
  private unitShape(type: string): Path2D {
    let path = this.shapes.get(type);
    if (!path) this.shapes.set(type, (path = new Path2D(shapePath(own(this.model.types, type)?.shape, 0, 0, 1))));
    return path;
  }

  private drawNodes(which: (i: number) => boolean, alpha: number): void {
    const { pen, look, model, view, ratio } = this;
    const { palette, colour } = look!;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.globalAlpha = alpha;
    /* The least important first, so that the hubs lie on top. */
    for (let n = model.byRank.length - 1; n >= 0; n--) {
      const i = model.byRank[n]!;
      if (!which(i)) continue;
      const node = model.nodes[i]!;
      const { x, y } = place(view, node);
      const r = radiusAt(node.r, view.k);
      if (x < -r || y < -r || x > view.width + r || y > view.height + r) continue;
      pen.fillStyle = nodeColour(model, palette, colour, i);
      pen.strokeStyle = palette.paper;
      if (r < 3.5) {
        pen.fillRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
        continue;
      }
      const path = this.unitShape(node.type);
      pen.setTransform(r * ratio, 0, 0, r * ratio, x * ratio, y * ratio);
      pen.lineWidth = 1.2 / r;
      pen.fill(path);
      pen.stroke(path);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    pen.globalAlpha = 1;
  }

  private ring(i: number, color: string, width: number): void {
    const { pen, model, view } = this;
    const node = model.nodes[i]!;
    const { x, y } = place(view, node);
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.stroke(new Path2D(shapePath(own(model.types, node.type)?.shape, x, y, radiusAt(node.r, view.k) + width + 1)));
  }

  /** A tie on its own, from edge to edge, with its arrowhead: in pixels. */
  screenCurve(k: number, view: View): { line: Curve; arrow: string | null; width: number } {
    const tie = this.model.ties[k]!;
    const { a, c, d, b, fixed } = this.curves[k]!;
    const width = widthOf(tie) * Math.max(0.8, Math.min(1.5, Math.sqrt(view.k)));
    const head = tie.symmetric ? 0 : 6 + width * 1.6;
    const [ra, rb] = [this.model.nodes[tie.a]!.r, this.model.nodes[tie.b]!.r].map((r) => radiusAt(r, view.k)) as [number, number];
    const full = { a: place(view, a), c: place(view, c), d: place(view, d), b: place(view, b) };
    if (fixed) return { line: full, arrow: head ? arrowPath(full, head) : null, width };
    const tip = trim(full, ra + 1, rb + 2);
    return { line: head ? trim(full, ra + 1, rb + 1 + head * 0.8) : tip, arrow: head ? arrowPath(tip, head) : null, width };
  }

  private drawSingle(k: number, halo: number): void {
    const { pen, look, model, view, ratio } = this;
    const { line, arrow, width } = this.screenCurve(k, view);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const path = new Path2D(curvePath(line));
    const color = tieColour(model, look!.palette, look!.colour, k);
    if (halo) {
      pen.strokeStyle = look!.palette.rule;
      pen.lineWidth = width + halo;
      pen.stroke(path);
    }
    pen.globalAlpha = model.ties[k]!.status === 'ended' ? 0.5 : 1;
    pen.strokeStyle = pen.fillStyle = color;
    pen.lineWidth = width;
    pen.setLineDash(dashOf(model.ties[k]!));
    pen.stroke(path);
    pen.setLineDash([]);
    if (arrow) pen.fill(new Path2D(arrow));
    if (model.ties[k]!.status === 'denied') {
      pen.lineWidth = 1.6;
      pen.stroke(new Path2D(strikePath(line, 12)));
    }
    pen.globalAlpha = 1;
  }

  private drawArrows(): void {
    const { pen, look, model, view, ratio } = this;
    const { scope } = look!;
    if (view.k < 0.45) return;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    let left = 1200;
    this.curves.forEach((curve, k) => {
      if (left <= 0 || !scope.tieShown[k] || model.ties[k]!.symmetric) return;
      const end = place(view, curve.b);
      if (end.x < -30 || end.y < -30 || end.x > view.width + 30 || end.y > view.height + 30) return;
      left--;
      pen.fillStyle = tieColour(model, look!.palette, look!.colour, k);
      pen.fill(new Path2D(this.screenCurve(k, view).arrow!));
    });
  }

  private drawTexts(): void {
    const { pen, look, model, ratio } = this;
    const { palette } = look!;
    const { labels, sums } = this.texts(this.view, this.labelCount());
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.textAlign = 'center';
    pen.lineJoin = 'round';
    pen.strokeStyle = palette.paper;
    pen.lineWidth = 3.2;
    for (const { k, x, y, text, size } of sums) {
      pen.font = fontOf(size, true);
      pen.strokeText(text, x, y);
      pen.fillStyle = tieColour(model, palette, look!.colour, k);
      pen.fillText(text, x, y);
    }
    pen.fillStyle = palette.ink;
    for (const { x, y, size, bold, lines } of labels) {
      pen.font = fontOf(size, bold);
      lines.forEach((line, n) => {
        pen.strokeText(line, x, y + n * size * LINE);
        pen.fillText(line, x, y + n * size * LINE);
      });
    }
    pen.lineJoin = 'miter';
  }

  private draw(): void {
    this.frame = 0;
    const now = performance.now();
    this.pace = Math.min(now - this.drawnAt, 500);
    this.drawnAt = now;
    const { pen, look, ratio, view } = this;
    if (!look) return;
    const { scope, palette, hover, focus, chosen } = look;
    const lit = scope.litNodes.size > 0;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.globalAlpha = 1;
    pen.fillStyle = palette.paper;
    pen.fillRect(0, 0, view.width, view.height);
    this.drawMarks();
    this.drawHulls();
    this.drawTies();
    if (lit) { /* the rest steps back behind a veil */
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.globalAlpha = 0.86;
      pen.fillStyle = palette.paper;
      pen.fillRect(0, 0, view.width, view.height);
      pen.globalAlpha = 1;
      this.drawNodes((i) => scope.nodeShown[i]! && !scope.litNodes.has(i), 0.22);
      for (const k of scope.litTies) this.drawSingle(k, scope.litTies.size === 1 ? 6 : 0);
      this.drawNodes((i) => scope.litNodes.has(i), 1);
    } else {
      this.drawArrows();
      this.drawNodes((i) => scope.nodeShown[i]!, 1);
    }
    if (hover && 'tie' in hover) this.drawSingle(hover.tie, 5);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (hover && 'node' in hover) this.ring(hover.node, palette.soft, 1.5);
    if (chosen >= 0) this.ring(chosen, palette.ink, 1.8);
    if (focus >= 0) this.ring(focus, palette.focus, 2.5);
    this.drawTexts();
  }
}
