/* main.ts - the map page: reads the data in it, joins its parts, and follows the reader. */
import type { App, SetOptions } from './app';
import { makeCamera } from './camera';
import { drawPanel } from './cards';
import { makePalette, type Palette } from './colour';
import { combobox } from './combobox';
import { readData, type Model } from './data';
import { byId, make, on, say } from './dom';
import { buildFilters } from './filters';
import { nameOf, relationName, tieSentence, typeName } from './names';
import { drawSvg } from './print';
import { Scene, type Target } from './scene';
import { buildIndex } from './search';
import { readAddress, scopeOf, writeAddress, type Choice, type Scope, type State } from './state';
import { place } from './labels';
import { buildTables } from './tables';
import { setLanguage, word } from './words';

/* Words of the page's own elements, by their data-word, data-name, data-tip and data-hint. */
function translate(): void {
  const put: Record<string, (element: HTMLElement, text: string) => void> = {
    word: (element, text) => { element.textContent = text; },
    name: (element, text) => { element.setAttribute('aria-label', text); },
    tip: (element, text) => { element.title = text; },
    hint: (element, text) => { (element as HTMLInputElement).placeholder = text; },
  };
  for (const [attribute, act] of Object.entries(put))
    for (const element of document.querySelectorAll<HTMLElement>(`[data-${attribute}]`)) act(element, word(element.dataset[attribute]!));
}

function describeChoice(model: Model, choice: Choice, scope: Scope): string {
  if (!choice) return word('cleared');
  if (choice.kind === 'node') return `${nameOf(model, choice.i)}, ${typeName(model, model.nodes[choice.i]!.type)}, ${word('ties')}: ${model.tiesOf[choice.i]!.length}`;
  if (choice.kind === 'tie') return tieSentence(model, model.ties[choice.k]!);
  if (choice.kind === 'community') return word('community_of', nameOf(model, model.groups.get(choice.c)![0]!));
  if (choice.kind === 'step') return model.story!.steps[choice.n]!.title;
  if (choice.from < 0 || choice.to < 0) return word('path_between');
  return scope.path ? word('path_length', scope.path.nodes.length - 1) : word('path_none');
}

function start(model: Model): void {
  const canvas = byId<HTMLCanvasElement>('map');
  const stage = byId('stage');
  const panel = byId('panel');
  const tip = byId('tip');
  const scene = new Scene(model, canvas);
  const index = buildIndex(model);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let palette: Palette = makePalette(model, dark.matches);
  let hover: Target | null = null;
  let focus = -1; /* the node the keyboard stands on */
  let waiting = 0;

  const first = readAddress(model, index, location.hash);
  const app: App = {
    model, index, state: first, scope: scopeOf(model, first),
    set(patch, options = {}) {
      const choiceBefore = app.state.choice;
      app.state = { ...app.state, ...patch };
      app.scope = scopeOf(model, app.state);
      remember(options);
      show(options, choiceBefore !== app.state.choice);
    },
    choose: (choice, options) => app.set({ choice }, options),
  };

  /* The address follows the state; a choice is a step of the history, a filter is not. Sliders move fast, and browsers
     count how often they are told. */
  function remember({ push }: SetOptions): void {
    const write = (): void => {
      const hash = writeAddress(model, app.state);
      if (hash === location.hash) return;
      const address = hash || location.href.split('#')[0]!;
      try {
        if (push) history.pushState(null, '', address);
        else history.replaceState(null, '', address);
      } catch {
        location.hash = hash;
      }
    };
    clearTimeout(waiting);
    if (push) write();
    else waiting = window.setTimeout(write, 200);
  }

  function look(): void {
    const { choice, colour } = app.state;
    scene.setLook({ scope: app.scope, colour, palette, hover, focus, chosen: choice?.kind === 'node' ? choice.i : -1 });
  }

  const camera = makeCamera(scene, canvas, () => { tip.hidden = true; });
  const refreshFilters = buildFilters(app, byId('filters'));
  const tables = buildTables(app, byId('tables'));

  function show({ focusCard, show: how }: SetOptions, chosen: boolean): void {
    const { choice } = app.state;
    const inPanel = panel.contains(document.activeElement);
    look();
    refreshFilters();
    tables.refresh();
    drawPanel(app, panel);
    if (chosen) {
      const text = describeChoice(model, choice, app.scope);
      say(text);
      if (choice?.kind === 'node') focus = -1;
      if (focusCard || (inPanel && !panel.contains(document.activeElement)))
        (panel.querySelector<HTMLElement>('input[value=""]') ?? panel.querySelector<HTMLElement>('h2') ?? stage).focus({ preventScroll: true });
      document.body.classList.toggle('has-choice', choice !== null);
      look();
    }
    if (how === 'reveal' && choice?.kind === 'node') camera.reveal(choice.i);
    else if (how) camera.fit(app.scope.litNodes.size ? app.scope.litNodes : model.nodes.keys(), true);
  }

  /* ---- the mouse ---- */

  function tell(target: Target | null, x: number, y: number): void {
    tip.hidden = target === null;
    if (!target) return;
    const parts = 'node' in target
      ? [make('strong', { class: 'text' }, nameOf(model, target.node)), make('span', {}, typeName(model, model.nodes[target.node]!.type))]
      : ((tie) => [make('strong', { class: 'text' }, `${nameOf(model, tie.a)} ${tie.symmetric ? '↔' : '→'} ${nameOf(model, tie.b)}`),
        make('span', { class: 'text' }, [relationName(model, tie.relation), tie.amount, tie.status === 'current' ? '' : word(tie.status)].filter(Boolean).join(' · '))])(model.ties[target.tie]!);
    tip.replaceChildren(...parts);
    const [w, h] = [tip.offsetWidth, tip.offsetHeight];
    tip.style.left = `${Math.max(4, Math.min(x + 14, scene.view.width - w - 4))}px`;
    tip.style.top = `${y + 18 + h > scene.view.height ? Math.max(4, y - h - 10) : y + 18}px`;
  }

  const same = (a: Target | null, b: Target | null): boolean => JSON.stringify(a) === JSON.stringify(b);
  on(canvas, 'pointermove', (event: PointerEvent) => {
    if (event.pointerType === 'touch' || event.buttons) return;
    const p = { x: event.offsetX, y: event.offsetY };
    const target = scene.targetAt(p, 0);
    canvas.classList.toggle('over', target !== null);
    tell(target, p.x, p.y);
    if (same(target, hover)) return;
    hover = target;
    look();
  });
  on(canvas, 'pointerleave pointerdown', () => {
    tip.hidden = true;
    if (!hover) return;
    hover = null;
    look();
  });
  on(canvas, 'click', (event: MouseEvent) => {
    const touch = (event as PointerEvent).pointerType === 'touch';
    const target = scene.targetAt({ x: event.offsetX, y: event.offsetY }, touch ? 8 : 0);
    tip.hidden = true;
    if (!target) {
      if (app.state.choice && app.state.choice.kind !== 'step') app.choose(null, { push: true });
    } else if ('tie' in target) app.choose({ kind: 'tie', k: target.tie }, { push: true });
    else {
      const { choice } = app.state;
      const half = choice?.kind === 'path' && (choice.from < 0 || choice.to < 0); /* the other end of a path is picked on the map */
      if (half) app.choose({ ...choice, ...(choice.from < 0 ? { from: target.node } : { to: target.node }) }, { push: true, show: 'fit' });
      else app.choose({ kind: 'node', i: target.node }, { push: true });
    }
  });

  /* ---- the keyboard: the stage is one stop, arrows move between entities ---- */

  const option = byId('focused');
  function name(i: number): void {
    const order = model.byRank.filter((j) => app.scope.nodeShown[j]);
    option.textContent = describeChoice(model, { kind: 'node', i }, app.scope);
    option.setAttribute('aria-posinset', String(order.indexOf(i) + 1));
    option.setAttribute('aria-setsize', String(order.length));
    option.setAttribute('aria-selected', String(app.state.choice?.kind === 'node' && app.state.choice.i === i));
  }
  function stand(i: number): void {
    focus = i;
    name(i);
    camera.reveal(i);
    look();
  }
  function neighbour(i: number, dx: number, dy: number): number {
    const at = model.nodes[i]!;
    let best = i;
    let least = Infinity;
    model.nodes.forEach((node, j) => {
      const [x, y] = [node.x - at.x, node.y - at.y];
      const ahead = x * dx + y * dy;
      const cost = ahead + 2 * Math.abs(x * dy + y * dx);
      if (j !== i && app.scope.nodeShown[j] && ahead > 0 && cost < least) {
        least = cost;
        best = j;
      }
    });
    return best;
  }
  const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  on(stage, 'focus', () => {
    const { choice } = app.state;
    if (focus < 0) stand(choice?.kind === 'node' ? choice.i : model.byRank.find((i) => app.scope.nodeShown[i]) ?? 0);
  });
  on(stage, 'blur', () => { focus = -1; look(); });
  on(stage, 'keydown', (event: KeyboardEvent) => {
    if (event.target !== stage || focus < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const order = model.byRank.filter((i) => app.scope.nodeShown[i]);
    const at = order.indexOf(focus);
    const jumps: Record<string, number> = { Home: 0, End: order.length - 1, PageDown: Math.min(at + 1, order.length - 1), PageUp: Math.max(at - 1, 0) };
    const arrow = ARROWS[event.key];
    if (event.key === 'Enter' || event.key === ' ') app.choose({ kind: 'node', i: focus }, { push: true, focusCard: true });
    else if (arrow && event.shiftKey) camera.panBy(-60 * arrow[0], -60 * arrow[1]);
    else if (arrow) stand(neighbour(focus, ...arrow));
    else if (event.key in jumps) stand(order[jumps[event.key]!]!);
    else return;
    event.preventDefault();
  });
  const query = byId<HTMLInputElement>('query');
  const keys: Record<string, () => void> = {
    '+': () => camera.zoomBy(1.5), '=': () => camera.zoomBy(1.5), '-': () => camera.zoomBy(1 / 1.5),
    '0': () => camera.fit(model.nodes.keys(), true), '/': () => query.focus(),
    Escape: () => {
      if (document.body.classList.contains('filters-open') && innerWidth < 800) toggleFilters(false);
      else if (app.state.choice) app.choose(null, { push: true });
    },
  };
  on(document, 'keydown', (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const field = event.target instanceof HTMLInputElement && ['search', 'text'].includes(event.target.type);
    const act = keys[event.key];
    if (!act || (field && event.key !== 'Escape')) return;
    event.preventDefault();
    act();
  });

  /* ---- the bar ---- */

  function toggleFilters(open: boolean): void {
    document.body.classList.toggle('filters-open', open);
    byId('filters').hidden = !open;
    byId('toggle-filters').setAttribute('aria-expanded', String(open));
  }
  combobox(app, query, byId<HTMLUListElement>('hits'), false,
    (i) => app.choose({ kind: 'node', i }, { push: true, focusCard: true, show: 'reveal' }), () => app.choose(null, { push: true }));
  on(byId('toggle-filters'), 'click', () => toggleFilters(byId('filters').hidden));
  on(byId('toggle-table'), 'click', () => app.set({ table: app.state.table ? null : 'deals' }));
  on(byId('open-path'), 'click', () => {
    const { choice } = app.state;
    app.choose({ kind: 'path', from: choice?.kind === 'node' ? choice.i : -1, to: -1 }, { push: true, focusCard: true });
  });
  for (const press of document.querySelectorAll<HTMLElement>('#zoom button')) on(press, 'click', () => keys[press.dataset.key!]!());
  on(byId('skip-table'), 'click', (event: Event) => {
    event.preventDefault();
    app.set({ table: app.state.table ?? 'entities' });
    byId(`tab-${app.state.table!}`).focus();
  });
  for (const [link, target] of [['skip-map', stage], ['skip-card', panel]] as const)
    on(byId(link), 'click', (event: Event) => { event.preventDefault(); target.focus(); });

  /* ---- the window ---- */

  /* What the address chooses, and what is tied to it, fills the view. */
  const firstSight = (): Iterable<number> => (app.state.choice && app.scope.litNodes.size ? app.scope.litNodes : model.nodes.keys());
  let fitted = false;
  new ResizeObserver(() => {
    const { width, height } = stage.getBoundingClientRect();
    if (width < 1 || height < 1) return;
    const middle = { x: (scene.view.width / 2 - scene.view.x) / scene.view.k, y: (scene.view.height / 2 - scene.view.y) / scene.view.k };
    scene.resize(width, height);
    camera.resized();
    if (fitted) {
      const now = place(scene.view, middle);
      camera.panBy(width / 2 - now.x, height / 2 - now.y);
    } else camera.fit(firstSight(), false);
    fitted = true;
  }).observe(stage);
  on(dark, 'change', () => { palette = makePalette(model, dark.matches); look(); });
  on(window, 'hashchange popstate', () => {
    if (location.hash === writeAddress(model, app.state)) return; /* one step may fire both events */
    const next: State = readAddress(model, index, location.hash);
    app.set(next, { show: next.choice && next.choice.kind !== 'node' ? 'fit' : 'reveal' });
  });

  /* ---- paper ---- */

  let opened: HTMLDetailsElement[] = [];
  on(window, 'beforeprint', () => {
    opened = [...panel.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of opened) details.open = true;
    tables.print(true);
    byId('printed')?.remove();
    stage.append(drawSvg(model, scene, app.state, app.scope, makePalette(model, false), scene.view));
  });
  on(window, 'afterprint', () => {
    for (const details of opened) details.open = false;
    tables.print(false);
    byId('printed')?.remove();
  });

  name(model.byRank[0]!);
  toggleFilters(innerWidth >= 1200);
  show({}, false);
  document.body.classList.toggle('has-choice', app.state.choice !== null);
}

const model = readData(byId('data').textContent);
setLanguage(model?.lang ?? document.documentElement.lang);
translate();
document.body.classList.add('live');
byId('page-title').textContent = document.title;
if (model && model.nodes.length) {
  byId('totals').textContent = word('totals', model.nodes.length, model.ties.length, model.documents) +
    (model.omitted ? ` · ${word('left_out', model.omitted)}` : '');
  start(model);
} else {
  byId('panel').append(make('p', { role: 'alert' }, word('broken')));
}
