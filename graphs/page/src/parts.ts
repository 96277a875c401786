/* parts.ts - the pieces cards and tables are made of. */
import type { App } from './app';
import { STATUSES, type Evidence, type Tie } from './data';
import { button, make, makeSvg, safeLink } from './dom';
import { dashOf, shapePath } from './geometry';
import { nameOf, relationName, tieSentence } from './names';
import { word } from './words';
import { own } from './data';
import { makePalette, type Palette } from './colour';

/* Marks in text stand on paper of the scheme in use; the sheet of styles turns them with it. */
let palettes: { light: Palette; dark: Palette } | null = null;
function mark(app: App, pick: (palette: Palette) => string, draw: (color: string) => SVGElement, width: number): SVGElement {
  palettes ??= { light: makePalette(app.model, false), dark: makePalette(app.model, true) };
  const svg = makeSvg('svg', { class: 'mark', viewBox: `0 0 ${width} 12`, width, height: 12, 'aria-hidden': 'true' });
  for (const scheme of ['light', 'dark'] as const) {
    const drawn = draw(pick(palettes[scheme]));
    drawn.setAttribute('class', `on-${scheme}`);
    svg.append(drawn);
  }
  return svg;
}

export function typeMark(app: App, type: string): SVGElement {
  return mark(app, (palette) => palette.type(type),
    (fill) => makeSvg('path', { d: shapePath(own(app.model.types, type)?.shape, 6, 6, 5), fill }), 12);
}
export function relationMark(app: App, relation: string): SVGElement {
  return mark(app, (palette) => palette.relation(relation), (stroke) => makeSvg('path', { d: 'M0 6H18', stroke, 'stroke-width': 3 }), 18);
}
export function communityMark(app: App, c: number): SVGElement {
  return mark(app, (palette) => palette.community(c), (fill) => makeSvg('circle', { cx: 6, cy: 6, r: 5, fill }), 12);
}
export function changeMark(app: App, change: string): SVGElement {
  return mark(app, (palette) => palette.change(change), (fill) => makeSvg('circle', { cx: 6, cy: 6, r: 5, fill }), 12);
}
export function statusMark(status: string): SVGElement {
  const line = makeSvg('path', {
    d: status === 'denied' ? 'M0 6H26M10 11L16 1' : 'M0 6H26', stroke: 'currentColor', 'stroke-width': 1.8, fill: 'none',
    'stroke-dasharray': dashOf({ status } as Tie).join(' ') || null, opacity: status === 'ended' ? 0.4 : null,
  });
  return makeSvg('svg', { class: 'mark', viewBox: '0 0 26 12', width: 26, height: 12, 'aria-hidden': 'true' }, line);
}

export const nodeButton = (app: App, i: number): HTMLButtonElement =>
  button(nameOf(app.model, i), () => app.choose({ kind: 'node', i }, { push: true, focusCard: true, show: 'reveal' }),
    { class: 'go text', dir: 'auto' });

export function tieButton(app: App, k: number, text?: string): HTMLButtonElement {
  const tie = app.model.ties[k]!;
  return button(text ?? relationName(app.model, tie.relation), () => app.choose({ kind: 'tie', k }, { push: true, focusCard: true, show: 'fit' }),
    { class: 'go text', 'aria-label': [text, tieSentence(app.model, tie)].filter(Boolean).join(': ') });
}

export const chip = (tie: Tie): HTMLElement =>
  make('span', { class: `chip${STATUSES.includes(tie.status) ? ` st-${tie.status}` : ''}` }, word(tie.status));
export const changeChip = (one: { change?: string }): HTMLElement | null =>
  one.change ? make('span', { class: `chip ch-${one.change}` }, word(one.change)) : null;

export function sourceLink(item: Evidence): HTMLElement {
  const text = item.title || item.document || item.url || '';
  const href = safeLink(item.url);
  if (!href) return make('span', { class: 'text', dir: 'auto' }, text);
  return make('a', { class: 'text', dir: 'auto', href, rel: 'noopener noreferrer', target: '_blank' }, text);
}

export function quotes(tie: Tie): HTMLElement {
  return make('ul', { class: 'quotes' }, ...tie.evidence.map((item) => make('li', {},
    make('q', { class: 'text', dir: 'auto' }, item.text),
    make('span', { class: 'from' }, sourceLink(item),
      item.document && item.title ? make('span', { class: 'text' }, ` · ${item.document}`) : null,
      item.date ? ` · ${item.date}` : '',
      item.status && item.status !== tie.status ? ` · ${word(item.status)}` : ''))));
}
