/* colour.ts - the colours of the map: those of the schema on white paper, lightened where the paper is dark. */
import type { Model } from './data';
import { own } from './data';
import type { Colour } from './state';

export interface Palette {
  dark: boolean;
  paper: string; side: string; ink: string; soft: string; rule: string; focus: string;
  type(name: string): string;
  relation(name: string): string;
  community(c: number | undefined): string;
  change(name: string | undefined): string;
  /** A tint of the colour that lies on the paper like a wash. */
  wash(color: string): string;
}

/* Okabe & Ito's colours, which the colour-blind can tell apart, and four more between them. */
const GROUPS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b58900', '#56a5d8', '#7b4ea8', '#8a5a33', '#4f7d1f', '#c03a4b'];
/* As the static maps have them, for light and for dark paper. */
const CHANGED: Record<string, [string, string]> = {
  appeared: ['#0072b2', '#56b4e9'], went: ['#c44400', '#ff8a4c'], changed: ['#9a5a9e', '#d8a3dc'],
};
const GREY = '#8d8b86';

type Rgb = [number, number, number];

function parse(color: string): Rgb {
  const digits = /^#([0-9a-f]{6})$/i.exec(color)?.[1] ?? GREY.slice(1);
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as Rgb;
}
const write = (rgb: Rgb): string => `#${rgb.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('')}`;
const mix = (a: Rgb, b: Rgb, share: number): Rgb => a.map((v, i) => v + (b[i]! - v) * share) as Rgb;

/* Relative luminance and contrast of WCAG 2. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** The colour, moved towards the ink until it stands out from the paper by 3 to 1. */
function stand(color: string, paper: string, ink: string): string {
  let rgb = parse(color);
  for (let n = 0; n < 12 && contrast(write(rgb), paper) < 3.2; n++) rgb = mix(rgb, parse(ink), 0.12);
  return write(rgb);
}

export function makePalette(model: Model, dark: boolean): Palette {
  const [paper, side, ink, soft, rule, focus] = dark
    ? ['#161615', '#201f1d', '#eceae4', '#a5a198', '#3a3934', '#6fa8f5'] : ['#ffffff', '#f4f2ec', '#1d1d1b', '#62605a', '#dcd9d1', '#1a66c9'];
  const cache = new Map<string, string>();
  const fit = (color: string): string => {
    let out = cache.get(color);
    if (out === undefined) cache.set(color, (out = stand(color, paper!, ink!)));
    return out;
  };
  return {
    dark, paper: paper!, side: side!, ink: ink!, soft: soft!, rule: rule!, focus: focus!,
    type: (name) => fit(own(model.types, name)?.color ?? GREY),
    relation: (name) => fit(own(model.relations, name)?.color ?? GREY),
    community: (c) => fit(c === undefined ? GREY : c <= GROUPS.length ? GROUPS[c - 1]! : GREY),
    change: (name) => own(CHANGED, name ?? '')?.[dark ? 1 : 0] ?? (dark ? '#777e88' : '#a3a19b'),
    wash: (color) => write(mix(parse(paper!), parse(color), dark ? 0.15 : 0.11)),
  };
}

export function nodeColour(model: Model, palette: Palette, colour: Colour, i: number): string {
  const node = model.nodes[i]!;
  if (colour === 'community') return palette.community(node.community);
  return colour === 'change' ? palette.change(node.change) : palette.type(node.type);
}

export function tieColour(model: Model, palette: Palette, colour: Colour, k: number): string {
  const tie = model.ties[k]!;
  if (colour === 'community') { /* a tie within a community has its colour */
    const [a, b] = [model.nodes[tie.a]!.community, model.nodes[tie.b]!.community];
    return a === b ? palette.community(a) : palette.change(undefined);
  }
  return colour === 'change' ? palette.change(tie.change) : palette.relation(tie.relation);
}
