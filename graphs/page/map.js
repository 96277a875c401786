/* The map page: pan, zoom, search, cards, filters and the ledger over the picture and the data in the page.
   Words from the data reach the page as text nodes only, never as markup. */
(function () {
'use strict';

const LANGUAGES = ['en', 'ru', 'zh'];
const WORDS = {
  keys: ['Choose an entity or a tie on the map. Keys: / search, + − 0 zoom, arrows move between entities, Page Down the next in rank, Esc clears.',
    'Выберите участника или связь на карте. Клавиши: / поиск, + − 0 масштаб, стрелки — к соседнему участнику, Page Down — следующий по влиянию, Esc — сброс.',
    '点击图中的实体或关系查看详情。按键：/ 搜索，+ − 0 缩放，方向键移动，Page Down 按排名前进，Esc 清除。'],
  search: ['Search names, any language', 'Поиск имён на любом языке', '搜索名称（任何语言）'], nothing: ['Nothing found', 'Ничего не найдено', '没有结果'],
  hits: ['Found: {1}', 'Найдено: {1}', '找到 {1} 项'], filters: ['Filters', 'Фильтры', '筛选'], ledger: ['Deal ledger', 'Таблица сделок', '交易清单'],
  map: ['Network map', 'Карта сети', '关系图'], zoom: ['Zoom', 'Масштаб', '缩放'], zoom_in: ['Zoom in (+)', 'Крупнее (+)', '放大 (+)'],
  zoom_out: ['Zoom out (−)', 'Мельче (−)', '缩小 (−)'], zoom_fit: ['Whole map (0)', 'Вся карта (0)', '全图 (0)'], card: ['Details', 'Подробности', '详情'],
  close: ['Close (Esc)', 'Закрыть (Esc)', '关闭 (Esc)'], top: ['Most influential', 'Самые влиятельные', '影响力排名'],
  left_out: ['Left out', 'Не показано', '未显示'], entities: ['Entities', 'Участники', '实体'], ties: ['Ties', 'Связи', '关系'],
  en: ['English', 'Английский', '英文'], ru: ['Russian', 'Русский', '俄文'], zh: ['Chinese', 'Китайский', '中文'], names: ['Names', 'Имена', '名称'],
  aliases: ['Also', 'Также', '别名'], measures: ['Measures', 'Показатели', '指标'], rank: ['Rank', 'Место', '排名'],
  rank_of: ['{1} of {2}', '{1} из {2}', '{1} / {2}'], pagerank: ['PageRank', 'PageRank', 'PageRank'],
  betweenness: ['Betweenness', 'Посредничество', '中介中心性'], strength: ['Strength of ties', 'Сила связей', '关系强度'],
  community: ['Community', 'Сообщество', '社群'], mentions: ['Mentions', 'Упоминания', '提及次数'], documents: ['Documents', 'Документы', '文档'],
  relation: ['Relation', 'Отношение', '关系类型'], type: ['Type', 'Тип', '实体类型'], status: ['Status', 'Статус', '状态'], from: ['From', 'Кто', '主体'],
  to: ['To', 'С кем, в кого', '对象'], amount: ['Amount', 'Сумма', '金额'], date: ['Date', 'Дата', '日期'], source: ['Source', 'Источник', '来源'],
  role: ['Role', 'Роль', '职务'], confidence: ['Confidence', 'Уверенность', '置信度'], sources: ['Sources', 'Источники', '来源数'],
  evidence: ['Evidence', 'Свидетельства', '原文依据'], evidence_of: ['Evidence: {1}', 'Свидетельства: {1}', '原文依据：{1}'],
  incoming: ['incoming', 'входящие', '指向该实体'], outgoing: ['outgoing', 'исходящие', '由该实体发出'], all: ['all', 'все', '全选'],
  none: ['none', 'ничего', '全不选'], shown: ['Ties shown: {1} of {2}', 'Показано связей: {1} из {2}', '显示关系：{1} / {2}'],
  with_amount: ['Only with an amount', 'Только с суммой', '仅显示有金额的'], cleared: ['Selection cleared', 'Выбор снят', '已清除选择'],
  broken: ['The data of this page cannot be read.', 'Данные этой страницы не читаются.', '无法读取本页数据。'], current: ['current', 'действует', '现有'],
  planned: ['planned', 'планируется', '计划中'], reported: ['reported', 'по слухам', '据报道'], denied: ['denied', 'опровергнуто', '已否认'],
  ended: ['ended', 'завершено', '已结束']
};
const STATUSES = ['current', 'planned', 'reported', 'denied', 'ended'];
const TOP = 20, MAX_HITS = 12, MIN_ZOOM = 0.5, MAX_ZOOM = 16;

const $ = (id) => document.getElementById(id);
const own = (object, key) => object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
const map = $('map'), stage = $('stage'), panel = $('panel'), query = $('query'), hits = $('hits');
let data = null;
try { data = JSON.parse($('data').textContent); } catch (error) { data = null; }
const wanted = String(data && data.lang || document.documentElement.lang).slice(0, 2);
const lang = LANGUAGES.includes(wanted) ? wanted : 'en';
function word(key, ...values) {
  const entry = own(WORDS, key);
  return entry ? entry[LANGUAGES.indexOf(lang)].replace(/\{(\d)\}/g, (all, n) => values[n - 1]) : String(key);
}
/* make('p', {class: 'note'}, 'text', child): strings become text nodes; empty children are skipped. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) if (attributes[name] != null) element.setAttribute(name, attributes[name]);
  element.append(...children.filter((child) => child != null && child !== ''));
  return element;
}
const on = (target, names, act, options) => { for (const name of names.split(' ')) target.addEventListener(name, act, options); };
function button(text, press, attributes) {
  const element = make('button', { type: 'button', ...attributes }, text);
  on(element, 'click', press);
  return element;
}
for (const [attribute, put] of Object.entries({
  word: (e, w) => { e.textContent = w; }, hint: (e, w) => { e.placeholder = w; },
  name: (e, w) => { e.setAttribute('aria-label', w); }, tip: (e, w) => { e.title = w; }
})) for (const element of document.querySelectorAll('[data-' + attribute + ']:not(svg *)')) put(element, word(element.dataset[attribute]));
$('page-title').textContent = document.title;
document.body.classList.add('live');
if (!data || !Array.isArray(data.nodes) || !Array.isArray(data.ties) || !map) {
  panel.append(make('p', { role: 'alert' }, word('broken')));
  return;
}
const nodes = data.nodes, ties = data.ties;
const number = new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 }), collator = new Intl.Collator(lang, { numeric: true });
const tiesOf = nodes.map(() => []);
ties.forEach((tie, k) => { for (const end of new Set([tie.a, tie.b])) if (tiesOf[end]) tiesOf[end].push(k); });
const byRank = nodes.map((node, i) => i).sort((i, j) => (nodes[i].rank || 1e9) - (nodes[j].rank || 1e9) || i - j);
const indexOf = new Map(nodes.map((node, i) => [String(node.id), i]));
const nodeShapes = new Map([...map.querySelectorAll('.node[data-node]')].map((g) => [+g.dataset.node, g]));
const tieShapes = [...map.querySelectorAll('[data-tie]')].map((g) => [+g.dataset.tie, g]); /* lines, and sums beside them */
const statusOf = (tie) => tie.status || 'current', quotesOf = (tie) => tie.evidence || [];
const nameOf = (i) => String(nodes[i] ? nodes[i].label || nodes[i].id : '?');
const listed = (list, name) => own(own(data, list), name) || {};
const listWord = (list, name) => own(listed(list, name).label, lang) || own(listed(list, name).label, 'en') || String(name || '');
const typeWord = (node) => listWord('types', node.type), relationWord = (name) => listWord('relations', name);
const say = (text) => { $('live').textContent = text; };
const tieSentence = (tie) => [nameOf(tie.a), relationWord(tie.relation), nameOf(tie.b)].join(' ') + ', ' + word(statusOf(tie)) +
  (tie.amount ? ', ' + tie.amount : '');
function swatch(list, name) {
  const mark = make('span', { class: list === 'relations' ? 'swatch line' : 'swatch', 'aria-hidden': 'true' });
  mark.style.backgroundColor = String(listed(list, name).color || '');
  return mark;
}

/* ---- what is chosen ---- */
let chosen = null; /* null, {node: index} or {tie: index} */
const off = { relation: new Set(), type: new Set(), status: new Set() };
let tieShown = [], nodeShown = [];
const hashOf = (choice) => !choice ? '' : choice.tie != null ? '#tie=' + choice.tie : '#node=' + encodeURIComponent(nodes[choice.node].id);
function readHash() {
  const [, kind, value] = /^#(node|tie)=(.+)$/.exec(location.hash) || [];
  if (kind === 'tie') return /^\d+$/.test(value) && ties[+value] ? { tie: +value } : null;
  let index;
  try { index = kind ? indexOf.get(decodeURIComponent(value)) : null; } catch (error) { index = null; }
  return index == null ? null : { node: index };
}
function choose(choice, focusCard) {
  const before = chosen, inPanel = panel.contains(document.activeElement), hash = hashOf(choice);
  if (!choice && !before && panel.firstChild) return;
  chosen = choice;
  if (hashOf(readHash()) !== hash) /* an empty hash would scroll the page to its top; a new address without one does not */
    try { history.pushState(null, '', hash || location.href.split('#')[0]); } catch (error) { location.hash = hash; }
  apply();
  drawPanel();
  if (choice && choice.node != null) {
    rove(choice.node);
    reveal(choice.node);
    say(nameOf(choice.node) + ', ' + typeWord(nodes[choice.node]) + ', ' + word('ties') + ': ' + tiesOf[choice.node].length);
  } else if (choice) say(tieSentence(ties[choice.tie]));
  else if (before) say(word('cleared'));
  if (choice && (focusCard || inPanel)) panel.querySelector('h2').focus();
  else if (!choice && inPanel && nodeShapes.has(before.node)) nodeShapes.get(before.node).focus();
}
const chooseNode = (i, focusCard) => choose({ node: i }, focusCard);
/* Filters decide what exists on the map; the choice decides what stands out. */
function apply() {
  tieShown = ties.map((tie) => !off.relation.has(tie.relation) && !off.status.has(statusOf(tie)) &&
    [tie.a, tie.b].every((end) => nodes[end] && !off.type.has(nodes[end].type)));
  const litTies = new Set(!chosen ? [] : chosen.tie != null ? [chosen.tie] : tiesOf[chosen.node].filter((k) => tieShown[k]));
  const litNodes = new Set(chosen ? [chosen.node] : []);
  for (const k of litTies) litNodes.add(ties[k].a).add(ties[k].b);
  nodeShown = nodes.map((node, i) => litNodes.has(i) ||
    (!off.type.has(node.type) && (!tiesOf[i].length || tiesOf[i].some((k) => tieShown[k]))));
  map.classList.toggle('focus', chosen != null);
  const isChosen = (kind, index) => chosen != null && chosen[kind] === index;
  const mark = (g, marks) => { for (const name in marks) g.classList.toggle(name, marks[name]); };
  for (const [i, g] of nodeShapes) {
    mark(g, { off: !nodeShown[i], on: litNodes.has(i), sel: isChosen('node', i) });
    g.setAttribute('aria-selected', String(isChosen('node', i)));
  }
  for (const [k, g] of tieShapes) mark(g, { off: !tieShown[k] && !litTies.has(k), on: litTies.has(k), sel: isChosen('tie', k) });
  for (const row of document.querySelectorAll('#ledger tbody tr')) mark(row, { sel: isChosen('tie', +row.dataset.row) });
  if (nodeShapes.has(roving) && !nodeShown[roving]) rove(byRank.find((i) => nodeShapes.has(i) && nodeShown[i]));
}

/* ---- the card ---- */
function safeLink(url) {
  try { const { protocol, href } = new URL(String(url)); return /^https?:$/.test(protocol) ? href : null; } catch (error) { return null; }
}
function sourceLink(item) {
  const text = String(item.title || item.document || item.url || ''), href = item.url ? safeLink(item.url) : null;
  if (!href) return make('span', { class: 'text', dir: 'auto' }, text);
  return make('a', { class: 'text', dir: 'auto', href, rel: 'noopener noreferrer', target: '_blank' }, text);
}
function quotes(tie) {
  return make('ul', { class: 'quotes' }, ...quotesOf(tie).map((item) => make('li', {},
    make('q', { class: 'text', dir: 'auto' }, String(item.text || '')),
    make('span', { class: 'from' }, sourceLink(item),
      item.document && item.title ? ' · ' + item.document : '', item.date ? ' · ' + item.date : ''))));
}
const chip = (tie) => make('span', { class: 'chip' + (STATUSES.includes(statusOf(tie)) ? ' st-' + statusOf(tie) : '') }, word(statusOf(tie)));
const title = (text) => make('h2', { class: 'text', tabindex: '-1', dir: 'auto' }, text);
const closer = () => button('×', () => choose(null), { id: 'close', 'aria-label': word('close'), title: word('close') });
const nodeButton = (i, focusCard) => button(nameOf(i), () => chooseNode(i, focusCard), { class: 'go text', dir: 'auto' });
function pairs(rows) {
  return make('dl', {}, ...rows.filter(([, value]) => value != null && value !== '').flatMap(([key, value, language]) => [make('dt', {}, word(key)),
    make('dd', { class: 'text', dir: 'auto', lang: language }, typeof value === 'number' ? number.format(value) : String(value))]));
}
function tieRow(k, self) {
  const tie = ties[k], facts = [tie.role, tie.date].filter(Boolean).join(' · ');
  return make('li', {}, make('div', { class: 'row' }, nodeButton(tie.a === self ? tie.b : tie.a, true), chip(tie),
    facts ? make('span', { class: 'meta text' }, facts) : null,
    tie.amount ? make('span', { class: 'sum text' }, String(tie.amount)) : null),
  make('details', {}, make('summary', {}, word('evidence_of', quotesOf(tie).length)), quotes(tie)));
}
function nodeCard(i) {
  const node = nodes[i], groups = new Map();
  for (const k of tiesOf[i].filter((k) => tieShown[k])) {
    const tie = ties[k], way = tie.symmetric ? '' : tie.a === i ? 'outgoing' : 'incoming', key = JSON.stringify([tie.relation, way]);
    if (!groups.has(key)) groups.set(key, { relation: tie.relation, way, list: [] });
    groups.get(key).list.push(k);
  }
  const aliases = (node.aliases || []).join(lang === 'zh' ? '、' : ', ');
  const parts = [closer(), title(nameOf(i)), make('p', { class: 'kind' }, swatch('types', node.type), typeWord(node)),
    make('h3', {}, word('names')), pairs([...LANGUAGES.map((code) => [code, node[code], code]), ['aliases', aliases]]),
    make('h3', {}, word('measures')), pairs([['rank', node.rank ? word('rank_of', node.rank, nodes.length + (data.omitted || 0)) : null],
      ...['pagerank', 'betweenness', 'strength', 'community', 'mentions', 'documents'].map((key) => [key, node[key]])])];
  if (groups.size) parts.push(make('h3', {}, word('ties')));
  for (const { relation, way, list } of groups.values()) {
    list.sort((j, k) => (ties[k].usd || 0) - (ties[j].usd || 0) || (ties[k].confidence || 0) - (ties[j].confidence || 0) || j - k);
    parts.push(make('h4', {}, swatch('relations', relation), relationWord(relation),
      make('span', { class: 'meta', 'aria-hidden': 'true' }, way === 'incoming' ? '←' : way ? '→' : '↔'),
      way ? make('span', { class: 'meta' }, word(way)) : null, make('span', { class: 'count' }, String(list.length))),
    make('ul', { class: 'ties' }, ...list.map((k) => tieRow(k, i))));
  }
  return parts;
}
function tieCard(k) {
  const tie = ties[k], heading = title('');
  heading.append(nodeButton(tie.a, true), tie.symmetric ? ' ↔ ' : ' → ', nodeButton(tie.b, true));
  return [closer(), heading, make('p', { class: 'kind' }, swatch('relations', tie.relation), relationWord(tie.relation), chip(tie)),
    pairs(['amount', 'role', 'date', 'confidence', 'sources'].map((key) => [key, tie[key]])),
    make('h3', {}, word('evidence')), quotes(tie)];
}
/* What the panel says while nothing is chosen. */
function overview() {
  const most = Math.max(...nodes.map((node) => node.pagerank || 0), 1e-9);
  const list = make('ol', { class: 'top' }, ...byRank.slice(0, TOP).map((i) => {
    const bar = swatch('types', nodes[i].type);
    bar.classList.add('bar');
    bar.style.width = 100 * (nodes[i].pagerank || 0) / most + '%';
    return make('li', {}, make('span', { class: 'rank' }, nodes[i].rank == null ? '' : String(nodes[i].rank)), nodeButton(i, true),
      make('span', { class: 'meta' }, typeWord(nodes[i])), bar);
  }));
  const totals = [['entities', nodes.length], ['ties', ties.length], ['documents', data.documents], ['left_out', data.omitted]];
  return [title(word('top')), make('p', { class: 'note' }, totals.filter((pair) => pair[1]).map((pair) => word(pair[0]) + ': ' + pair[1]).join(' · ')),
    make('p', { class: 'note keys' }, word('keys')), list];
}
function drawPanel() {
  panel.replaceChildren(...(!chosen ? overview() : chosen.tie != null ? tieCard(chosen.tie) : nodeCard(chosen.node)));
  panel.scrollTop = 0;
}

/* ---- filters ---- */
function buildFilter(group, valuesOf, order, describe) {
  const kind = group.dataset.kind, counts = new Map(), boxes = [], all = group.querySelector('.all');
  for (const value of valuesOf) counts.set(value, (counts.get(value) || 0) + 1);
  const values = [...counts.keys()].sort((x, y) => order(x) - order(y) || counts.get(y) - counts.get(x) || (x < y ? -1 : 1));
  const refresh = () => {
    all.textContent = word(off[kind].size ? 'all' : 'none');
    all.setAttribute('aria-label', word(kind) + ': ' + all.textContent);
    apply();
    drawLedger();
    if (chosen) drawPanel();
    $('shown').textContent = word('shown', tieShown.filter(Boolean).length, ties.length);
    say($('shown').textContent);
  };
  for (const value of values) {
    const box = make('input', { type: 'checkbox', checked: '', autocomplete: 'off', 'data-filter': kind, value });
    on(box, 'change', () => { off[kind][box.checked ? 'delete' : 'add'](value); refresh(); });
    boxes.push(box);
    group.append(make('label', {}, box, ...describe(value), make('span', { class: 'count' }, String(counts.get(value)))));
  }
  const flip = () => { off[kind] = new Set(off[kind].size ? [] : values); for (const box of boxes) box.checked = !off[kind].size; };
  on(all, 'click', () => { flip(); refresh(); });
  refresh();
}
function buildFilters() {
  const [relations, types, statuses] = document.querySelectorAll('#filters fieldset'), text = (words) => make('span', { class: 'word text' }, words);
  const known = (list) => (value) => [swatch(list, value), text(listWord(list, value))];
  buildFilter(relations, ties.map((tie) => tie.relation), () => 0, known('relations'));
  buildFilter(types, nodes.map((node) => node.type), () => 0, known('types'));
  buildFilter(statuses, ties.map(statusOf), (value) => STATUSES.indexOf(value), (value) => [text(word(value))]);
}
function toggle(name, open) {
  $(name).hidden = !open;
  $('toggle-' + name).setAttribute('aria-expanded', String(open));
  if (name === 'ledger') drawLedger();
}

/* ---- the ledger ---- */
const COLUMNS = {
  from: (tie) => nameOf(tie.a), relation: (tie) => relationWord(tie.relation), to: (tie) => nameOf(tie.b),
  amount: (tie) => tie.usd != null ? tie.usd : tie.amount ? 0 : null, status: (tie) => word(statusOf(tie)), date: (tie) => tie.date || null,
  source: (tie) => quotesOf(tie).length ? String(quotesOf(tie)[0].title || quotesOf(tie)[0].document || '') : null
};
const sort = { by: 'amount', down: true };
/* Ties that lack the value come last whichever way the column is sorted. */
function inOrder(j, k) {
  const x = COLUMNS[sort.by](ties[j]), y = COLUMNS[sort.by](ties[k]);
  if (x == null || y == null) return (x == null) - (y == null) || j - k;
  const order = typeof x === 'number' ? x - y : collator.compare(x, y);
  return (sort.down ? -order : order) || j - k;
}
function ledgerRow(k) {
  const tie = ties[k], evidence = quotesOf(tie), chooseTie = () => choose({ tie: k });
  return make('tr', { 'data-row': k, class: chosen && chosen.tie === k ? 'sel' : null }, make('td', {}, nodeButton(tie.a)),
    make('td', {}, swatch('relations', tie.relation), button(relationWord(tie.relation), chooseTie, { class: 'go', 'aria-label': tieSentence(tie) })),
    make('td', {}, nodeButton(tie.b)), make('td', { class: 'money text' }, String(tie.amount || '')), make('td', {}, chip(tie)),
    make('td', { class: 'date' }, String(tie.date || '')),
    make('td', {}, evidence.length ? sourceLink(evidence[0]) : '', evidence.length > 1 ? ' +' + (evidence.length - 1) : ''));
}
function drawLedger() {
  if ($('ledger').hidden) return;
  for (const th of document.querySelectorAll('#ledger th'))
    th.setAttribute('aria-sort', th.dataset.column !== sort.by ? 'none' : sort.down ? 'descending' : 'ascending');
  const rows = ties.map((tie, k) => k).filter((k) => tieShown[k] && (!$('only-amounts').checked || ties[k].amount)).sort(inOrder);
  $('rows').textContent = word('shown', rows.length, ties.length);
  document.querySelector('#ledger tbody').replaceChildren(...rows.map(ledgerRow));
}
function followLedger() {
  on($('only-amounts'), 'change', drawLedger);
  for (const th of document.querySelectorAll('#ledger th')) on(th.firstElementChild, 'click', () => {
    const by = th.dataset.column;
    Object.assign(sort, { by, down: sort.by === by ? !sort.down : by === 'amount' || by === 'date' });
    drawLedger();
  });
}

/* ---- pan and zoom: by the viewBox, so the picture stays sharp ---- */
const drawn = map.viewBox.baseVal;
const whole = { x: drawn.x, y: drawn.y, w: drawn.width || 1, h: drawn.height || 1 }, view = { ...whole };
function show(change) {
  Object.assign(view, change);
  view.x = Math.min(Math.max(view.x, whole.x - view.w / 2), whole.x + whole.w - view.w / 2);
  view.y = Math.min(Math.max(view.y, whole.y - view.h / 2), whole.y + whole.h - view.h / 2);
  map.setAttribute('viewBox', [view.x, view.y, view.w, view.h].map((v) => +v.toFixed(3)).join(' '));
}

const matrix = () => map.getScreenCTM() || new DOMMatrix();
const panBy = (dx, dy) => show({ x: view.x - dx / matrix().a, y: view.y - dy / matrix().d });

function zoomAt(x, y, factor) {
  const p = new DOMPoint(x, y).matrixTransform(matrix().inverse()), zoom = whole.w / view.w;
  const by = Math.min(Math.max(zoom * factor, MIN_ZOOM), MAX_ZOOM) / zoom;
  show({ x: p.x - (p.x - view.x) / by, y: p.y - (p.y - view.y) / by, w: view.w / by, h: view.h / by });
}

const centreOf = (element) => (({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(element.getBoundingClientRect());
const zoomBy = (factor) => { const at = centreOf(stage); zoomAt(at.x, at.y, factor); };
const zooms = { '+': () => zoomBy(1.4), '=': () => zoomBy(1.4), '-': () => zoomBy(1 / 1.4), 0: () => show(whole) };
/* Brings a node that lies outside the window to its middle. */
function reveal(i) {
  if (!nodeShapes.has(i)) return;
  const at = centreOf(nodeShapes.get(i)), frame = stage.getBoundingClientRect(), middle = centreOf(stage);
  if (at.x < frame.left || at.x > frame.right || at.y < frame.top || at.y > frame.bottom) panBy(middle.x - at.x, middle.y - at.y);
}
const fingers = new Map();
let dragged = false;
function moveFinger(event) {
  const finger = fingers.get(event.pointerId), x = event.clientX, y = event.clientY;
  if (!finger) return;
  if (fingers.size === 1) {
    if (!dragged && Math.hypot(x - finger.x, y - finger.y) < 5) return;
    /* Captured only once it is a drag: a captured click would miss the node under it. */
    if (!dragged) try { map.setPointerCapture(event.pointerId); } catch (error) { /* the pointer is gone */ }
    panBy(x - finger.x, y - finger.y);
  } else if (fingers.size === 2) {
    const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
    const before = Math.hypot(finger.x - other.x, finger.y - other.y), after = Math.hypot(x - other.x, y - other.y);
    panBy((x - finger.x) / 2, (y - finger.y) / 2);
    if (before > 0 && after > 0) zoomAt((x + other.x) / 2, (y + other.y) / 2, after / before);
  }
  dragged = true;
  map.classList.add('dragging');
  fingers.set(event.pointerId, { x, y });
}
function followPointers() {
  on(map, 'pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  on(window, 'pointermove', moveFinger);
  on(window, 'pointerup pointercancel', (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) map.classList.remove('dragging');
  });
  on(map, 'wheel', (event) => {
    if (!event.deltaY) return;
    event.preventDefault();
    const step = event.deltaY * (event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? 200 : 1);
    zoomAt(event.clientX, event.clientY, Math.exp(-Math.max(-300, Math.min(300, step)) * (event.ctrlKey ? 0.01 : 0.0018)));
  }, { passive: false });
  on(map, 'click', (event) => {
    if (dragged) { dragged = false; return; }
    const node = event.target.closest('.node'), tie = event.target.closest('[data-tie]');
    if (node && nodes[node.dataset.node]) chooseNode(+node.dataset.node);
    else if (tie && ties[tie.dataset.tie]) choose({ tie: +tie.dataset.tie });
    else if (!event.target.closest('#legend')) choose(null);
  });
  for (const press of document.querySelectorAll('#zoom button')) on(press, 'click', zooms[press.dataset.key]);
}

/* ---- keys: one tab stop for all nodes, arrows between them ---- */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let roving = -1;
function rove(i, focus) {
  if (!nodeShapes.has(i)) return;
  if (nodeShapes.has(roving)) nodeShapes.get(roving).setAttribute('tabindex', '-1');
  roving = i;
  nodeShapes.get(i).setAttribute('tabindex', '0');
  if (focus) { reveal(i); nodeShapes.get(i).focus(); }
}
function neighbourAt(i, dx, dy) {
  const at = centreOf(nodeShapes.get(i));
  let best = i, least = Infinity;
  for (const [j, g] of nodeShapes) {
    const to = centreOf(g), x = to.x - at.x, y = to.y - at.y, ahead = x * dx + y * dy, cost = ahead + 2 * Math.abs(x * dy + y * dx);
    if (j !== i && nodeShown[j] && ahead > 1 && cost < least) { least = cost; best = j; }
  }
  return best;
}
function mapKey(event) {
  const node = event.target.closest('.node'), i = node ? +node.dataset.node : -1, arrow = own(ARROWS, event.key);
  const order = byRank.filter((j) => nodeShapes.has(j) && nodeShown[j]), last = order.length - 1;
  const goal = { Home: 0, End: last, PageDown: Math.min(order.indexOf(i) + 1, last), PageUp: Math.max(order.indexOf(i) - 1, 0) };
  if (!nodes[i]) return false;
  if (event.key === 'Enter' || event.key === ' ') chooseNode(i);
  else if (arrow && event.shiftKey) panBy(-60 * arrow[0], -60 * arrow[1]);
  else if (arrow) rove(neighbourAt(i, arrow[0], arrow[1]), true);
  else if (own(goal, event.key) != null) rove(order[goal[event.key]], true);
  else return false;
  return true;
}
function followKeys() {
  const keys = { ...zooms, Escape: () => choose(null), '/': () => query.focus() };
  on(document, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target === query) return;
    if (event.target.closest('#map') && mapKey(event)) event.preventDefault();
    else if (own(keys, event.key)) { event.preventDefault(); keys[event.key](); }
  });
}

/* ---- search ---- */
const plain = (text) => String(text).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[\s\p{P}]+/gu, ' ').trim();
const names = nodes.map((node) => [...new Set([node.label, ...LANGUAGES.map((code) => node[code]), ...(node.aliases || [])].filter(Boolean))]
  .map((name) => ({ name: String(name), key: plain(name) })));
let found = [], current = -1;
/* Whole names first, then beginnings of names, of words, and the rest; among equals the more influential. */
function search(text) {
  const sought = plain(text), results = [];
  for (const i of sought ? byRank : []) {
    let best = { grade: 9 };
    for (const { name, key } of names[i]) {
      const at = key.indexOf(sought), grade = at < 0 ? 9 : key === sought ? 0 : at === 0 ? 1 : key[at - 1] === ' ' ? 2 : 3;
      if (grade < best.grade) best = { i, name, grade };
    }
    if (best.grade < 9) results.push(best);
  }
  return results.sort((x, y) => x.grade - y.grade);
}
function point(to) {
  current = to;
  [...hits.children].forEach((item, n) => item.setAttribute('aria-selected', String(n === to)));
  query.setAttribute('aria-activedescendant', to < 0 ? '' : 'hit-' + to);
  if (to >= 0) hits.children[to].scrollIntoView({ block: 'nearest' });
}

function openHits(open) {
  hits.hidden = !open;
  query.setAttribute('aria-expanded', String(open));
  point(open && found.length ? 0 : -1);
}

function drawHits() {
  const all = search(query.value);
  found = all.slice(0, MAX_HITS);
  hits.replaceChildren(...found.map(({ i, name }, n) => {
    const item = make('li', { role: 'option', id: 'hit-' + n, 'data-hit': i }, make('span', { class: 'text' }, nameOf(i)),
      make('span', { class: 'aside text' }, (name !== nameOf(i) ? ' · ' + name : '') + ' · ' + typeWord(nodes[i])));
    on(item, 'mousedown', (event) => event.preventDefault());
    on(item, 'click', () => take(n));
    return item;
  }));
  if (!found.length) hits.append(make('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, word('nothing')));
  openHits(plain(query.value) !== '');
  if (!hits.hidden) say(found.length ? word('hits', all.length) : word('nothing'));
}
function take(n) {
  query.value = '';
  openHits(false);
  if (found[n]) chooseNode(found[n].i, true);
}

function followSearch() {
  on(query, 'input', drawHits);
  on(query, 'focus', () => { if (query.value) drawHits(); });
  on(query, 'blur', () => openHits(false));
  on(query, 'keydown', (event) => {
    const many = found.length, open = !hits.hidden;
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && !open) drawHits();
    else if (event.key === 'ArrowDown' && many) point((current + 1) % many);
    else if (event.key === 'ArrowUp' && open && many) point((current - 1 + many) % many);
    else if (event.key === 'Enter' && open && many) take(current);
    else if (event.key === 'Escape' && (open || query.value)) { query.value = ''; openHits(false); }
    else if (event.key === 'Escape') choose(null);
    else return;
    event.preventDefault();
  });
}

/* ---- start ---- */
function labelShapes() {
  const describe = (element, role, text) => { if (element) { element.setAttribute('role', role); element.setAttribute('aria-label', text); } };
  describe(map, 'group', word('map'));
  describe($('nodes'), 'listbox', word('entities'));
  for (const [i, g] of nodeShapes) {
    g.setAttribute('tabindex', '-1');
    if (nodes[i]) describe(g, 'option', [nameOf(i), typeWord(nodes[i]), word('ties') + ': ' + tiesOf[i].length].join(', '));
  }
  if ($('ties')) $('ties').setAttribute('aria-hidden', 'true'); /* every tie is read out in the cards and the ledger */
  rove(byRank.find((i) => nodeShapes.has(i)));
}
function followPrinting() {
  let opened = [];
  const open = (is) => { for (const details of opened) details.open = is; };
  on(window, 'beforeprint', () => { opened = [...panel.querySelectorAll('details:not([open])')]; open(true); });
  on(window, 'afterprint', () => open(false));
}

labelShapes();
buildFilters();
for (const name of ['filters', 'ledger']) $('toggle-' + name).addEventListener('click', () => toggle(name, $(name).hidden));
toggle('filters', window.innerWidth >= 1200);
for (const follow of [followLedger, followPointers, followKeys, followSearch, followPrinting]) follow();
on(window, 'hashchange popstate', () => {
  if (hashOf(readHash()) !== hashOf(chosen)) choose(readHash()); /* one step may fire both events */
});
choose(readHash());
}());
