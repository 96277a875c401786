/* cards.ts - what the panel says of a node, a tie, a community, a path, or of the whole. */
import type { App } from './app';
import { button, byId, make } from './dom';
import { combobox } from './combobox';
import { nameOf, relationName, typeName } from './names';
import { changeChip, chip, communityMark, nodeButton, quotes, relationMark, tieButton, typeMark } from './parts';
import { codes, lang, word } from './words';

const TOP = 15;
const number = (): Intl.NumberFormat => new Intl.NumberFormat(lang(), { maximumSignificantDigits: 3 });

type Row = [key: string, value: string | number | undefined, language?: string];

const heading = (...children: (string | Node)[]): HTMLElement => make('h2', { class: 'text', tabindex: -1, dir: 'auto' }, ...children);
const section = (key: string, count?: number): HTMLElement =>
  make('h3', {}, word(key), count === undefined ? null : make('span', { class: 'count' }, String(count)));

function closer(app: App): HTMLElement {
  return button('×', () => app.choose(null, { push: true }), { id: 'close', 'aria-label': word('close'), title: word('close') });
}

function pairs(rows: Row[]): HTMLElement {
  return make('dl', {}, ...rows.filter(([, value]) => value !== undefined && value !== '').flatMap(([key, value, language]) => [
    make('dt', {}, word(key)),
    make('dd', { class: 'text', dir: 'auto', lang: language }, typeof value === 'number' ? number().format(value) : value!)]));
}

/* ---- a node ---- */

function tieRow(app: App, k: number, self: number): HTMLElement {
  const tie = app.model.ties[k]!;
  const facts = [tie.role, tie.date].filter(Boolean).join(' · ');
  return make('li', {},
    make('div', { class: 'row' }, nodeButton(app, tie.a === self ? tie.b : tie.a), tie.status === 'current' ? null : chip(tie), changeChip(tie),
      facts ? make('span', { class: 'meta text' }, facts) : null,
      tie.amount ? make('span', { class: 'sum text' }, tie.amount) : null),
    make('details', {}, make('summary', {}, word('evidence_of', tie.evidence.length)), quotes(tie),
      tieButton(app, k, word('on_map'))));
}

function tieGroups(app: App, i: number): HTMLElement[] {
  const groups = new Map<string, { relation: string; way: string; list: number[] }>();
  const { ties } = app.model;
  for (const k of app.model.tiesOf[i]!.filter((one) => app.scope.tieShown[one])) {
    const tie = ties[k]!;
    const way = tie.symmetric ? '' : tie.a === i ? 'outgoing' : 'incoming';
    const key = JSON.stringify([tie.relation, way]);
    const group = groups.get(key) ?? { relation: tie.relation, way, list: [] };
    group.list.push(k);
    groups.set(key, group);
  }
  return [...groups.values()].sort((x, y) => y.list.length - x.list.length).flatMap(({ relation, way, list }) => {
    list.sort((j, k) => (ties[k]!.usd ?? 0) - (ties[j]!.usd ?? 0) || ties[k]!.confidence - ties[j]!.confidence || j - k);
    return [
      make('h4', {}, relationMark(app, relation), relationName(app.model, relation),
        make('span', { class: 'meta' }, way === 'incoming' ? '← ' : way ? '→ ' : '↔', way ? word(way) : null),
        make('span', { class: 'count' }, String(list.length))),
      make('ul', { class: 'ties' }, ...list.map((k) => tieRow(app, k, i)))];
  });
}

function rankText(app: App, i: number): string {
  const { rank, rank_low: low, rank_high: high } = app.model.nodes[i]!;
  const of = app.model.nodes.length + app.model.omitted;
  return low !== undefined && high !== undefined ? word('rank_range', rank, of, low, high) : word('rank_of', rank, of);
}

function nodeCard(app: App, i: number): HTMLElement[] {
  const node = app.model.nodes[i]!;
  const shown = new Set([node.label, node.en, node.ru, node.zh]);
  const others = node.aliases.filter((name) => !shown.has(name)).join(lang() === 'zh' ? '、' : ', ');
  const groups = tieGroups(app, i);
  const community = node.community === undefined ? null : make('p', { class: 'kind' }, communityMark(app, node.community),
    communityButton(app, node.community));
  return [
    closer(app), heading(nameOf(app.model, i)),
    make('p', { class: 'kind' }, typeMark(app, node.type), typeName(app.model, node.type), changeChip(node)),
    make('p', { class: 'lead' }, make('strong', node.rank_low === undefined ? {} : { title: word('rank_sure') }, `${word('rank')} ${rankText(app, i)}`), ` · ${word('ties')}: ${app.model.tiesOf[i]!.length}`,
      ` · ${word('documents')}: ${node.documents}`),
    button(word('path_from_here'), () => app.choose({ kind: 'path', from: i, to: -1 }, { push: true, focusCard: true }), { class: 'small' }),
    ...(groups.length ? [section('ties'), ...groups] : []),
    section('names'), pairs([...codes().map((code): Row => [code, node[code], code]), ['aliases', others]]),
    section('measures'), pairs([['pagerank', node.pagerank], ['betweenness', node.betweenness], ['strength', node.strength], ['mentions', node.mentions]]),
    ...(community ? [section('community'), community] : []),
  ];
}

/* ---- a tie ---- */

function tieCard(app: App, k: number): HTMLElement[] {
  const tie = app.model.ties[k]!;
  return [
    closer(app), heading(nodeButton(app, tie.a), tie.symmetric ? ' ↔ ' : ' → ', nodeButton(app, tie.b)),
    make('p', { class: 'kind' }, relationMark(app, tie.relation), relationName(app.model, tie.relation), chip(tie), changeChip(tie)),
    ...(tie.amount ? [make('p', { class: 'figure text' }, tie.amount)] : []),
    pairs([['role', tie.role], ['date', tie.date], ['confidence', tie.confidence], ['sources', tie.sources]]),
    section('evidence', tie.evidence.length), quotes(tie)];
}

/* ---- communities ---- */

const leaderOf = (app: App, c: number): string => nameOf(app.model, app.model.groups.get(c)![0]!);

function communityButton(app: App, c: number): HTMLElement {
  return button(word('community_of', leaderOf(app, c)), () => app.choose({ kind: 'community', c }, { push: true, focusCard: true, show: 'fit' }),
    { class: 'go text', 'data-community': c });
}

function communityCard(app: App, c: number): HTMLElement[] {
  const members = app.model.groups.get(c)!;
  return [
    closer(app), heading(word('community_of', leaderOf(app, c))),
    make('p', { class: 'kind' }, communityMark(app, c), `${word('community')} ${c}`),
    section('members', members.length), rankList(app, members)];
}

/* ---- a path ---- */

function pathField(app: App, which: 'from' | 'to', other: number, chosen: number): HTMLElement {
  const id = `path-${which}`;
  const input = make('input', { type: 'search', id, autocomplete: 'off', spellcheck: 'false', maxlength: 200, placeholder: word('search'),
    value: chosen < 0 ? '' : nameOf(app.model, chosen) });
  const list = make('ul', { class: 'hits', id: `${id}-hits`, 'aria-label': word('search') });
  list.hidden = true;
  combobox(app, input, list, true, (i) => {
    const ends = which === 'from' ? { from: i, to: other } : { from: other, to: i };
    app.choose({ kind: 'path', ...ends }, { push: true, show: ends.from >= 0 && ends.to >= 0 ? 'fit' : 'reveal' });
    byId(which === 'from' && other < 0 ? 'path-to' : id)?.focus();
  }, () => app.choose(null, { push: true }));
  return make('div', { class: 'find' }, make('label', { for: id }, word(which === 'from' ? 'path_first' : 'path_second')), input, list);
}

function pathCard(app: App, from: number, to: number): HTMLElement[] {
  const { path } = app.scope;
  const out: HTMLElement[] = [
    closer(app), heading(word('path_between')), make('p', { class: 'note' }, word('path_hint')),
    pathField(app, 'from', to, from), pathField(app, 'to', from, to)];
  if (from < 0 || to < 0) return out;
  out.push(button(word('path_swap'), () => app.choose({ kind: 'path', from: to, to: from }, { push: true }), { class: 'small' }));
  if (!path) return [...out, make('p', { role: 'status', id: 'path-none' }, word('path_none'))];
  out.push(make('p', { class: 'lead', id: 'path-length' }, word('path_length', path.nodes.length - 1)));
  const list = make('ol', { class: 'way' });
  path.nodes.forEach((i, n) => {
    list.append(make('li', { class: 'stop', 'data-node': app.model.nodes[i]!.id }, typeMark(app, app.model.nodes[i]!.type), nodeButton(app, i)));
    const steps = path.ties[n];
    if (steps) list.append(make('li', { class: 'leg' }, make('ul', {}, ...steps.map((k) => {
      const tie = app.model.ties[k]!;
      return make('li', {}, make('div', { class: 'row' }, relationMark(app, tie.relation),
        make('span', { class: 'meta' }, tie.symmetric ? '↔' : tie.a === i ? '↓' : '↑'), tieButton(app, k),
        tie.status === 'current' ? null : chip(tie), tie.amount ? make('span', { class: 'sum text' }, tie.amount) : null),
      make('details', {}, make('summary', {}, word('evidence_of', tie.evidence.length)), quotes(tie)));
    }))));
  });
  return [...out, list];
}

/* ---- a step of a story ---- */

function storyNav(app: App, n: number): HTMLElement {
  const steps = app.model.story!.steps;
  const go = (to: number): void => app.choose({ kind: 'step', n: to }, { push: true, show: 'fit', focusCard: false });
  const back = button(word('story_back'), () => { go(n - 1); byId('story-back')?.focus(); }, { id: 'story-back' });
  back.disabled = n === 0;
  const last = n === steps.length - 1;
  const next = button(word(last ? 'story_end' : 'story_next'), () => {
    if (last) app.choose(null, { push: true, show: 'fit' });
    else { go(n + 1); byId('story-next')?.focus(); }
  }, { id: 'story-next', class: 'primary' });
  return make('nav', { class: 'steps', 'aria-label': word('story') }, back,
    make('ol', { class: 'dots' }, ...steps.map((step, at) => make('li', {},
      button('', () => go(at), { 'aria-label': `${word('story_step', at + 1, steps.length)}: ${step.title}`, 'aria-current': at === n ? 'step' : null })))),
    next);
}

function stepCard(app: App, n: number): HTMLElement[] {
  const { title, steps } = app.model.story!;
  const step = steps[n]!;
  return [
    closer(app), make('p', { class: 'kicker text' }, [title, word('story_step', n + 1, steps.length)].filter(Boolean).join(' · ')),
    heading(step.title), ...step.text.split(/\n\s*\n/).map((part) => make('p', { class: 'story text', dir: 'auto' }, part)),
    storyNav(app, n),
    ...(app.scope.litNodes.size ? [section('neighbours')] : []),
    make('ul', { class: 'ties' }, ...step.ties.map((k) => make('li', {}, make('div', { class: 'row' },
      nodeButton(app, app.model.ties[k]!.a), relationMark(app, app.model.ties[k]!.relation), tieButton(app, k), nodeButton(app, app.model.ties[k]!.b),
      app.model.ties[k]!.amount ? make('span', { class: 'sum text' }, app.model.ties[k]!.amount!) : null))),
    ...step.nodes.map((i) => make('li', {}, nodeButton(app, i))))];
}

/* ---- the whole ---- */

function rankList(app: App, nodes: number[]): HTMLElement {
  const { model } = app;
  const most = Math.max(...nodes.map((i) => model.nodes[i]!.pagerank), 1e-9);
  return make('ol', { class: 'top' }, ...nodes.map((i) => {
    const bar = make('span', { class: 'bar', 'aria-hidden': 'true' });
    bar.style.width = `${(100 * model.nodes[i]!.pagerank) / most}%`;
    return make('li', {}, make('span', { class: 'rank' }, String(model.nodes[i]!.rank)), typeMark(app, model.nodes[i]!.type), nodeButton(app, i),
      make('span', { class: 'meta' }, typeName(model, model.nodes[i]!.type)), bar);
  }));
}

function overview(app: App): HTMLElement[] {
  const { model } = app;
  const story = model.story;
  const groups = [...model.groups].filter(([, members]) => members.length > 1).slice(0, 8);
  return [
    ...(story ? [make('p', { class: 'kicker' }, word('story')), heading(story.title ?? story.steps[0]!.title),
      button(word('story_start'), () => { app.choose({ kind: 'step', n: 0 }, { push: true, show: 'fit' }); byId('story-next')?.focus(); },
        { id: 'story-start', class: 'primary' })] : []),
    section('top'), rankList(app, model.byRank.slice(0, TOP)),
    ...(groups.length > 1 ? [section('communities'), make('ul', { class: 'plain' }, ...groups.map(([c, members]) =>
      make('li', {}, communityMark(app, c), communityButton(app, c), make('span', { class: 'count' }, String(members.length)))))] : []),
    make('p', { class: 'note keys' }, word('keys'))];
}

export function drawPanel(app: App, panel: HTMLElement): void {
  const { choice } = app.state;
  const opened = new Set([...panel.querySelectorAll('details[open]')].map((one) => one.parentElement?.textContent));
  const parts = !choice ? overview(app)
    : choice.kind === 'node' ? nodeCard(app, choice.i)
    : choice.kind === 'tie' ? tieCard(app, choice.k)
    : choice.kind === 'community' ? communityCard(app, choice.c)
    : choice.kind === 'path' ? pathCard(app, choice.from, choice.to)
    : stepCard(app, choice.n);
  panel.replaceChildren(...parts);
  for (const details of panel.querySelectorAll('details')) /* a filter draws the card anew; what was open stays open */
    if (opened.has(details.parentElement?.textContent)) details.open = true;
  panel.scrollTop = 0;
}
