/* filters.ts - what exists on the map: by relation, type, status and change; by time; by money. */
import type { App } from './app';
import { dateOf } from './data';
import { byId, make, makeSvg, on, say } from './dom';
import { relationName, typeName } from './names';
import { changeMark, relationMark, statusMark, typeMark } from './parts';
import { changeOf, FILTER_KINDS, monthOf, monthsOf, orderValues, startState, type Colour, type FilterKind } from './state';
import { lang, word } from './words';

interface Part { element: HTMLElement; refresh(): void }

function countsOf(app: App, kind: FilterKind): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (value: string): void => { counts.set(value, (counts.get(value) ?? 0) + 1); };
  if (kind === 'type') app.model.nodes.forEach((node) => add(node.type));
  else app.model.ties.forEach((tie) => add(kind === 'change' ? changeOf(tie) : tie[kind]));
  return counts;
}

function describe(app: App, kind: FilterKind, value: string): [SVGElement, string] {
  if (kind === 'relation') return [relationMark(app, value), relationName(app.model, value)];
  if (kind === 'type') return [typeMark(app, value), typeName(app.model, value)];
  return [kind === 'status' ? statusMark(value) : changeMark(app, value), word(value)];
}

function checkboxes(app: App, kind: FilterKind): Part {
  const counts = countsOf(app, kind);
  const values = orderValues(kind, counts);
  const off = (): Set<string> => app.state.off[kind];
  const change = (next: Set<string>): void => app.set({ off: { ...app.state.off, [kind]: next } });
  const boxes = values.map((value) => {
    const box = make('input', { type: 'checkbox', autocomplete: 'off', 'data-filter': kind, value });
    on(box, 'change', () => {
      const next = new Set(off());
      if (box.checked) next.delete(value);
      else next.add(value);
      change(next);
    });
    return box;
  });
  const all = make('button', { type: 'button', class: 'all' });
  on(all, 'click', () => change(new Set(off().size ? [] : values)));
  const element = make('fieldset', { 'data-kind': kind }, make('legend', {}, word(kind)), all, ...values.map((value, n) => {
    const [sign, text] = describe(app, kind, value);
    return make('label', {}, boxes[n], sign, make('span', { class: 'word text' }, text), make('span', { class: 'count' }, String(counts.get(value))));
  }));
  return {
    element,
    refresh() {
      boxes.forEach((box, n) => { box.checked = !off().has(values[n]!); });
      all.textContent = word(off().size ? 'all' : 'none');
      all.setAttribute('aria-label', `${word(kind)}: ${all.textContent}`);
    },
  };
}

function range(label: string, most: number, attributes: Record<string, string>, text: (at: number) => string, moved: (at: number) => void): HTMLInputElement {
  const input = make('input', { type: 'range', min: 0, max: most, step: 1, autocomplete: 'off', 'aria-label': label, ...attributes });
  on(input, 'input', () => {
    moved(Number(input.value));
    input.setAttribute('aria-valuetext', text(Number(input.value)));
  });
  return input;
}

/* Two handles over the months in which something is dated; a bar for each shows how many ties it has. */
function timeSlider(app: App): Part | null {
  const months = monthsOf(app.model);
  const last = months.length - 1;
  if (last < 1) return null;
  const heights = months.map(() => 0);
  let undated = 0;
  for (const tie of app.model.ties) {
    const date = dateOf(tie);
    if (date) heights[months.indexOf(monthOf(date))]!++;
    else undated++;
  }
  const most = Math.max(...heights);
  const format = new Intl.DateTimeFormat(lang(), { year: 'numeric', month: 'short', timeZone: 'UTC' });
  const name = (at: number): string => format.format(new Date(`${months[at]}-01T00:00:00Z`));
  const at = (): [number, number] => [
    app.state.from ? Math.max(months.findIndex((m) => m >= app.state.from), 0) : 0,
    app.state.to ? Math.max(months.findLastIndex((m) => m <= app.state.to), 0) : last];
  const move = (from: number, to: number): void =>
    app.set({ from: from > 0 ? months[from]! : '', to: to < last ? months[to]! : '' });
  const from = range(word('time_from'), last, { id: 'time-from' }, name, (v) => move(v, Math.max(v, at()[1])));
  const to = range(word('time_to'), last, { id: 'time-to' }, name, (v) => move(Math.min(v, at()[0]), v));
  const bars = months.map((_, n) => makeSvg('rect', {
    x: n, width: 0.8, y: 24 - Math.max(1, (23 * heights[n]!) / most), height: Math.max(1, (23 * heights[n]!) / most) }));
  const label = make('output', { class: 'value', for: 'time-from time-to' });
  return {
    element: make('fieldset', {}, make('legend', {}, word('time')), label,
      makeSvg('svg', { class: 'bars', viewBox: `0 0 ${months.length} 24`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...bars),
      make('div', { class: 'double' }, from, to),
      undated ? make('p', { class: 'note' }, word('undated', undated)) : null),
    refresh() {
      const [a, b] = at();
      from.value = String(a);
      to.value = String(b);
      from.setAttribute('aria-valuetext', name(a));
      to.setAttribute('aria-valuetext', name(b));
      label.textContent = a === b ? name(a) : `${name(a)} – ${name(b)}`;
      bars.forEach((bar, n) => bar.classList.toggle('out', n < a || n > b));
    },
  };
}

/** 1, 2, 5, 10, 20 … from the least amount to the greatest. */
function thresholds(amounts: number[]): number[] {
  const out = [0];
  if (!amounts.length) return out;
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    for (const digit of [1, 2, 5]) if (digit * power <= high && digit * power * 10 > low) out.push(digit * power);
  return out;
}

function moneySlider(app: App): Part | null {
  const steps = thresholds(app.model.ties.map((tie) => tie.usd ?? 0).filter((usd) => usd > 0));
  if (steps.length < 3) return null;
  const format = new Intl.NumberFormat(lang(), { style: 'currency', currency: 'USD', notation: 'compact', maximumFractionDigits: 1 });
  const text = (at: number): string => (at ? format.format(steps[at]!) : word('any'));
  const input = range(word('money'), steps.length - 1, { id: 'money' }, text, (at) => app.set({ money: steps[at]! }));
  const label = make('output', { class: 'value', for: 'money' });
  return {
    element: make('fieldset', {}, make('legend', {}, word('money')), label, input),
    refresh() {
      const found = steps.findIndex((step) => step >= app.state.money);
      const at = found < 0 ? steps.length - 1 : found;
      input.value = String(at);
      input.setAttribute('aria-valuetext', text(at));
      label.textContent = app.state.money > 0 ? `≥ ${format.format(app.state.money)}` : word('any');
    },
  };
}

function colourChoice(app: App): Part {
  const colours: Colour[] = ['type', 'community', ...(app.model.hasChanges ? ['change' as const] : [])];
  const radios = colours.map((value) => {
    const radio = make('input', { type: 'radio', name: 'colour', autocomplete: 'off', value });
    on(radio, 'change', () => app.set({ colour: value }));
    return radio;
  });
  return {
    element: make('fieldset', { class: 'radios' }, make('legend', {}, word('colour')), ...colours.map((value, n) =>
      make('label', {}, radios[n], word(`by_${value}`)))),
    refresh() { radios.forEach((radio, n) => { radio.checked = colours[n] === app.state.colour; }); },
  };
}

/** Fills the section of filters; the function returned brings it up to the state. */
export function buildFilters(app: App, host: HTMLElement): () => void {
  const shown = make('p', { id: 'shown', class: 'note' });
  const reset = make('button', { type: 'button', class: 'small', id: 'reset' }, word('reset'));
  on(reset, 'click', () => {
    const { off, from, to, money } = startState(app.model);
    app.set({ off, from, to, money });
    say(shown.textContent ?? '');
  });
  const kinds = FILTER_KINDS.filter((kind) => kind !== 'change' || app.model.hasChanges);
  const [relation, ...others] = kinds.map((kind) => checkboxes(app, kind));
  const parts = [colourChoice(app), timeSlider(app), moneySlider(app), relation!, ...others].filter((part): part is Part => part !== null);
  host.append(make('div', { class: 'filter-head' }, shown, reset), ...parts.map((part) => part.element));
  return () => {
    for (const part of parts) part.refresh();
    const text = word('shown', app.scope.shownCount, app.model.ties.length);
    if (shown.textContent && shown.textContent !== text) say(text);
    shown.textContent = text;
    byId('toggle-filters').classList.toggle('active', app.scope.shownCount < app.model.ties.length);
  };
}
