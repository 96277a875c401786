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

function button(text, press, attributes) {
  const element = make('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', press);
  return element;
}

for (const [attribute, put] of Object.entries({
  word: (e, w) => { e.textContent = w; },
  hint: (e, w) => { e.placeholder = w; },
  name: (e, w) => { e.setAttribute('aria-label', w); },
  tip: (e, w) => { e.title = w; }
})) for (const element of document.querySelectorAll('[data-' + attribute + ']')) put(element, word(element.dataset[attribute]));
$('heading').textContent = document.title;
document.body.classList.add('live');
if (!data || !Array.isArray(data.nodes) || !Array.isArray(data.ties) || !map) {
  panel.append(make('p', { role: 'alert' }, word('broken')));
  return;
}

const nodes = data.nodes, ties = data.ties;
const number = new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 });
const collator = new Intl.Collator(lang, { numeric: true });
const tiesOf = nodes.map(() => []);
ties.forEach((tie, k) => { for (const end of new Set([tie.a, tie.b])) if (tiesOf[end]) tiesOf[end].push(k); });
const byRank = nodes.map((node, i) => i).sort((i, j) => (nodes[i].rank || Infinity) - (nodes[j].rank || Infinity) || i - j);
const indexOf = new Map(nodes.map((node, i) => [String(node.id), i]));

const nodeShapes = new Map(), tieShapes = new Map();
for (const g of map.querySelectorAll('.node[data-node]')) nodeShapes.set(+g.dataset.node, g);
for (const g of map.querySelectorAll('.tie[data-tie]')) tieShapes.set(+g.dataset.tie, g);

const statusOf = (tie) => tie.status || 'current';
const nameOf = (i) => String(nodes[i] ? nodes[i].label || nodes[i].id : '?');
const listed = (list, name) => own(own(data, list), name) || {};
const listWord = (list, name) => own(listed(list, name).label, lang) || own(listed(list, name).label, 'en') || String(name || '');
const typeWord = (node) => listWord('types', node.type);
const relationWord = (name) => listWord('relations', name);

function swatch(list, name) {
  const mark = make('span', { class: list === 'relations' ? 'swatch line' : 'swatch', 'aria-hidden': 'true' });
  mark.style.backgroundColor = String(listed(list, name).color || '');
  return mark;
}

function say(text) { $('live').textContent = text; }

/* ---- what is chosen ---- */

let chosen = null; /* null, {node: index} or {tie: index} */
const off = { relation: new Set(), type: new Set(), status: new Set() };
let tieShown = ties.map(() => true), nodeShown = nodes.map(() => true);

function hashOf(choice) {
  if (!choice) return '';
  return choice.tie != null ? '#tie=' + choice.tie : '#node=' + encodeURIComponent(nodes[choice.node].id);
}

function readHash() {
  const match = /^#(node|tie)=(.+)$/.exec(location.hash);
  if (!match) return null;
  if (match[1] === 'tie') return /^\d+$/.test(match[2]) && ties[+match[2]] ? { tie: +match[2] } : null;
  try {
    const index = indexOf.get(decodeURIComponent(match[2]));
    return index == null ? null : { node: index };
  } catch (error) { return null; }
}

function choose(choice, focusCard) {
  const before = chosen, inPanel = panel.contains(document.activeElement);
  chosen = choice;
  if (location.hash !== hashOf(choice) && !(choice == null && readHash() == null)) {
    /* An empty hash would scroll the page to its top; replacing the address does not. */
    try { history.pushState(null, '', hashOf(choice) || location.href.split('#')[0]); } catch (error) { location.hash = hashOf(choice); }
  }
  apply();
  drawPanel();
  if (choice && choice.node != null) {
    rove(choice.node);
    reveal(choice.node);
    say(nameOf(choice.node) + ', ' + typeWord(nodes[choice.node]) + ', ' + word('ties') + ': ' + tiesOf[choice.node].length);
  } else if (choice) {
    say(tieSentence(ties[choice.tie]));
  } else if (before) {
    say(word('cleared'));
  }
  if (choice && (focusCard || inPanel)) panel.querySelector('h2').focus();
  else if (!choice && inPanel && before && before.node != null && nodeShapes.has(before.node)) nodeShapes.get(before.node).focus();
}

const chooseNode = (i, focusCard) => choose({ node: i }, focusCard);

function tieSentence(tie) {
  return [nameOf(tie.a), relationWord(tie.relation), nameOf(tie.b)].join(' ') + ', ' + word(statusOf(tie)) + (tie.amount ? ', ' + tie.amount : '');
}

/* Filters decide what exists on the map; the choice decides what stands out. */
function apply() {
  tieShown = ties.map((tie) => !off.relation.has(tie.relation) && !off.status.has(statusOf(tie)) &&
    [tie.a, tie.b].every((end) => nodes[end] && !off.type.has(nodes[end].type)));
  nodeShown = nodes.map((node, i) => (chosen && chosen.node === i) ||
    (!off.type.has(node.type) && (!tiesOf[i].length || tiesOf[i].some((k) => tieShown[k]))));
  const litNodes = new Set(), litTies = new Set();
  if (chosen && chosen.tie != null) litTies.add(chosen.tie);
  else if (chosen) { litNodes.add(chosen.node); for (const k of tiesOf[chosen.node]) if (tieShown[k]) litTies.add(k); }
  for (const k of litTies) litNodes.add(ties[k].a).add(ties[k].b);
  map.classList.toggle('focus', chosen != null);
  for (const [i, g] of nodeShapes) {
    const is = chosen != null && chosen.node === i;
    g.classList.toggle('off', !nodeShown[i]);
    g.classList.toggle('on', litNodes.has(i));
    g.classList.toggle('sel', is);
    g.setAttribute('aria-selected', String(is));
  }
  for (const [k, g] of tieShapes) {
    g.classList.toggle('off', !tieShown[k] && !litTies.has(k));
    g.classList.toggle('on', litTies.has(k));
    g.classList.toggle('sel', chosen != null && chosen.tie === k);
  }
  drawLedger();
}

/* ---- the card ---- */

function safeLink(url) {
  try {
    const parsed = new URL(String(url));
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch (error) { return null; }
}

function sourceLink(item) {
  const text = String(item.title || item.document || item.url || ''), href = item.url ? safeLink(item.url) : null;
  if (!href) return make('span', { class: 'text', dir: 'auto' }, text);
  return make('a', { class: 'text', dir: 'auto', href, rel: 'noopener noreferrer', target: '_blank' }, text);
}

function quotes(tie) {
  return make('ul', { class: 'quotes' }, ...(tie.evidence || []).map((item) => make('li', {},
    make('q', { class: 'text', dir: 'auto' }, String(item.text || '')),
    make('span', { class: 'from' }, sourceLink(item),
      item.document && item.title ? ' · ' + item.document : '', item.date ? ' · ' + item.date : ''))));
}

function chip(tie) {
  const status = statusOf(tie);
  return make('span', { class: 'chip' + (STATUSES.includes(status) ? ' st-' + status : '') }, word(status));
}

function pairs(rows) {
  const list = make('dl', {});
  for (const [key, value, valueLang] of rows) {
    if (value == null || value === '') continue;
    list.append(make('dt', {}, word(key)), make('dd', { class: 'text', dir: 'auto', lang: valueLang }, typeof value === 'number' ? number.format(value) : value));
  }
  return list;
}

function title(text) { return make('h2', { class: 'text', tabindex: '-1', dir: 'auto' }, text); }

function closer() {
  return button('×', () => choose(null), { id: 'close', 'aria-label': word('close'), title: word('close') });
}

function tieRow(k, self) {
  const tie = ties[k], out = tie.a === self, other = out ? tie.b : tie.a;
  const more = make('details', {}, make('summary', {}, word('evidence_of', (tie.evidence || []).length)), quotes(tie));
  const facts = [tie.role, tie.date].filter(Boolean).join(' · ');
  return make('li', {}, make('div', { class: 'row' },
    button(nameOf(other), () => chooseNode(other, true), { class: 'go text', dir: 'auto' }), chip(tie),
    facts ? make('span', { class: 'meta text' }, facts) : null,
    tie.amount ? make('span', { class: 'sum text' }, String(tie.amount)) : null), more);
}

function nodeCard(i) {
  const node = nodes[i], groups = new Map();
  for (const k of tiesOf[i]) {
    if (!tieShown[k]) continue;
    const tie = ties[k], way = tie.symmetric ? '' : tie.a === i ? 'outgoing' : 'incoming', key = JSON.stringify([tie.relation, way]);
    if (!groups.has(key)) groups.set(key, { relation: tie.relation, way, list: [] });
    groups.get(key).list.push(k);
  }
  const aliases = (node.aliases || []).join(lang === 'zh' ? '、' : ', ');
  const parts = [closer(), title(nameOf(i)), make('p', { class: 'kind' }, swatch('types', node.type), typeWord(node))];
  parts.push(make('h3', {}, word('names')), pairs([...LANGUAGES.map((code) => [code, node[code], code]), ['aliases', aliases]]));
  parts.push(make('h3', {}, word('measures')), pairs([
    ['rank', node.rank ? word('rank_of', node.rank, nodes.length + (data.omitted || 0)) : null], ['pagerank', node.pagerank],
    ['betweenness', node.betweenness], ['strength', node.strength], ['community', node.community],
    ['mentions', node.mentions], ['documents', node.documents]]));
  if (groups.size) parts.push(make('h3', {}, word('ties')));
  for (const group of groups.values()) {
    group.list.sort((j, k) => (ties[k].usd || 0) - (ties[j].usd || 0) || (ties[k].confidence || 0) - (ties[j].confidence || 0) || j - k);
    const arrow = group.way === 'incoming' ? '←' : group.way ? '→' : '↔';
    parts.push(make('h4', {}, swatch('relations', group.relation), relationWord(group.relation),
      make('span', { class: 'meta', 'aria-hidden': 'true' }, arrow),
      group.way ? make('span', { class: 'meta' }, word(group.way)) : null,
      make('span', { class: 'count' }, String(group.list.length))));
    parts.push(make('ul', { class: 'ties' }, ...group.list.map((k) => tieRow(k, i))));
  }
  return parts;
}

function tieCard(k) {
  const tie = ties[k], end = (i) => button(nameOf(i), () => chooseNode(i, true), { class: 'go text', dir: 'auto' });
  const heading = title('');
  heading.append(end(tie.a), tie.symmetric ? ' ↔ ' : ' → ', end(tie.b));
  return [closer(), heading,
    make('p', { class: 'kind' }, swatch('relations', tie.relation), relationWord(tie.relation), chip(tie)),
    pairs([['amount', tie.amount], ['role', tie.role], ['date', tie.date], ['confidence', tie.confidence], ['sources', tie.sources]]),
    make('h3', {}, word('evidence')), quotes(tie)];
}

function overview() {
  const most = Math.max(...nodes.map((node) => node.pagerank || 0), 1e-9);
  const list = make('ol', { class: 'top' }, ...byRank.slice(0, TOP).map((i) => {
    const bar = make('span', { class: 'swatch bar', 'aria-hidden': 'true' });
    bar.style.backgroundColor = String(listed('types', nodes[i].type).color || '');
    bar.style.width = 100 * (nodes[i].pagerank || 0) / most + '%';
    return make('li', {}, make('span', { class: 'rank' }, nodes[i].rank == null ? '' : String(nodes[i].rank)),
      button(nameOf(i), () => chooseNode(i, true), { class: 'go text', dir: 'auto' }),
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

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

function filtered() {
  apply();
  if (chosen && chosen.node != null) drawPanel();
  const text = word('shown', tieShown.filter(Boolean).length, ties.length);
  $('shown').textContent = text;
  say(text);
}

function filterGroup(kind, counts, order, describe) {
  const boxes = [], values = [...counts.keys()].sort((x, y) => order(x) - order(y) || counts.get(y) - counts.get(x) || (x < y ? -1 : 1));
  const all = button(word('none'), () => {
    const clear = off[kind].size === 0;
    off[kind] = new Set(clear ? values : []);
    for (const box of boxes) box.checked = !clear;
    refresh();
  }, { class: 'all' });
  const refresh = () => {
    all.textContent = word(off[kind].size ? 'all' : 'none');
    all.setAttribute('aria-label', word(kind) + ': ' + all.textContent);
    filtered();
  };
  const group = make('fieldset', {}, make('legend', {}, word(kind)), all);
  for (const value of values) {
    const box = make('input', { type: 'checkbox', checked: '', 'data-filter': kind, value });
    box.addEventListener('change', () => { off[kind][box.checked ? 'delete' : 'add'](value); refresh(); });
    boxes.push(box);
    group.append(make('label', {}, box, ...describe(value), make('span', { class: 'count' }, String(counts.get(value)))));
  }
  return group;
}

function buildFilters() {
  const text = (words) => make('span', { class: 'word' }, words);
  const position = (value) => (STATUSES.indexOf(value) + STATUSES.length + 1) % (STATUSES.length + 1);
  $('filters').append(make('p', { id: 'shown', class: 'note' }, word('shown', ties.length, ties.length)),
    filterGroup('relation', tally(ties.map((tie) => tie.relation)), () => 0, (value) => [swatch('relations', value), text(relationWord(value))]),
    filterGroup('type', tally(nodes.map((node) => node.type)), () => 0, (value) => [swatch('types', value), text(listWord('types', value))]),
    filterGroup('status', tally(ties.map(statusOf)), position, (value) => [text(word(value))]));
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
  source: (tie) => { const item = (tie.evidence || [])[0]; return item ? String(item.title || item.document || '') : null; }
};
const sort = { by: 'amount', down: true };
let onlyAmounts = false;

/* Ties that lack the value come last whichever way the column is sorted. */
function inOrder(j, k) {
  const x = COLUMNS[sort.by](ties[j]), y = COLUMNS[sort.by](ties[k]);
  if (x == null || y == null) return (x == null) - (y == null) || j - k;
  const order = typeof x === 'number' ? x - y : collator.compare(x, y);
  return (sort.down ? -order : order) || j - k;
}

function ledgerRow(k) {
  const tie = ties[k], first = (tie.evidence || [])[0], rest = (tie.evidence || []).length - 1;
  const end = (i) => make('td', {}, button(nameOf(i), () => chooseNode(i), { class: 'go text', dir: 'auto' }));
  return make('tr', { 'data-row': k, class: chosen && chosen.tie === k ? 'sel' : null }, end(tie.a),
    make('td', {}, swatch('relations', tie.relation), button(relationWord(tie.relation), () => choose({ tie: k }), { class: 'go', 'aria-label': tieSentence(tie) })),
    end(tie.b), make('td', { class: 'money text' }, String(tie.amount || '')), make('td', {}, chip(tie)),
    make('td', { class: 'date' }, String(tie.date || '')), make('td', {}, first ? sourceLink(first) : '', rest > 0 ? ' +' + rest : ''));
}

function buildLedger() {
  const only = make('input', { type: 'checkbox' });
  only.addEventListener('change', () => { onlyAmounts = only.checked; drawLedger(); });
  const head = make('tr', {}, ...Object.keys(COLUMNS).map((key) => make('th', { scope: 'col', 'data-column': key, class: key === 'amount' ? 'money' : null },
    button(word(key), () => {
      sort.down = sort.by === key ? !sort.down : key === 'amount' || key === 'date';
      sort.by = key;
      drawLedger();
    }))));
  $('ledger').append(make('div', { class: 'head' }, make('h2', {}, word('ledger')), make('label', {}, only, ' ', word('with_amount')), make('span', { class: 'count', id: 'rows' })),
    make('table', { 'aria-label': word('ledger') }, make('thead', {}, head), make('tbody', {})));
}

function drawLedger() {
  const ledger = $('ledger'), body = ledger.querySelector('tbody');
  if (!body || ledger.hidden) return;
  const held = body.contains(document.activeElement) ? document.activeElement : null;
  const place = held && [held.closest('tr').dataset.row, [...held.closest('tr').querySelectorAll('button, a')].indexOf(held)];
  for (const th of ledger.querySelectorAll('th')) th.setAttribute('aria-sort', th.dataset.column !== sort.by ? 'none' : sort.down ? 'descending' : 'ascending');
  const rows = ties.map((tie, k) => k).filter((k) => tieShown[k] && (!onlyAmounts || ties[k].amount)).sort(inOrder);
  $('rows').textContent = word('shown', rows.length, ties.length);
  body.replaceChildren(...rows.map(ledgerRow));
  const row = place && body.querySelector('tr[data-row="' + place[0] + '"]');
  if (row) row.querySelectorAll('button, a')[place[1]].focus({ preventScroll: true });
}

/* ---- pan and zoom: by the viewBox, so the picture stays sharp ---- */

const box = map.viewBox.baseVal;
const whole = box && box.width > 0 && box.height > 0 ? { x: box.x, y: box.y, w: box.width, h: box.height }
  : (({ x, y, width, height }) => ({ x, y, w: width || 1, h: height || 1 }))(map.getBBox());
const view = { ...whole };

function show() {
  view.x = Math.min(Math.max(view.x, whole.x - view.w / 2), whole.x + whole.w - view.w / 2);
  view.y = Math.min(Math.max(view.y, whole.y - view.h / 2), whole.y + whole.h - view.h / 2);
  map.setAttribute('viewBox', [view.x, view.y, view.w, view.h].map((v) => +v.toFixed(3)).join(' '));
}

function toMap(x, y) {
  const matrix = map.getScreenCTM();
  return matrix ? new DOMPoint(x, y).matrixTransform(matrix.inverse()) : { x: view.x + view.w / 2, y: view.y + view.h / 2 };
}

function panBy(dx, dy) {
  const matrix = map.getScreenCTM();
  if (!matrix) return;
  view.x -= dx / matrix.a;
  view.y -= dy / matrix.d;
  show();
}

function zoomAt(x, y, factor) {
  const point = toMap(x, y), zoom = whole.w / view.w;
  const scale = Math.min(Math.max(zoom * factor, MIN_ZOOM), MAX_ZOOM) / zoom;
  view.x = point.x - (point.x - view.x) / scale;
  view.y = point.y - (point.y - view.y) / scale;
  view.w /= scale;
  view.h /= scale;
  show();
}

function zoomBy(factor) {
  const frame = stage.getBoundingClientRect();
  zoomAt(frame.left + frame.width / 2, frame.top + frame.height / 2, factor);
}

function fit() { Object.assign(view, whole); show(); }

function centreOf(g) {
  const frame = g.getBoundingClientRect();
  return { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
}

/* Brings a node that lies outside the window to its middle. */
function reveal(i) {
  const g = nodeShapes.get(i);
  if (!g) return;
  const at = centreOf(g), frame = stage.getBoundingClientRect();
  if (at.x > frame.left && at.x < frame.right && at.y > frame.top && at.y < frame.bottom) return;
  panBy(frame.left + frame.width / 2 - at.x, frame.top + frame.height / 2 - at.y);
}

const fingers = new Map();
let dragged = false;

function followPointers() {
  map.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY });
  });
  window.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const x = event.clientX, y = event.clientY;
    if (fingers.size === 1) {
      if (!dragged && Math.hypot(x - finger.startX, y - finger.startY) < 5) return;
      /* Captured only once it is a drag: a captured click would miss the node under it. */
      if (!dragged) { try { map.setPointerCapture(event.pointerId); } catch (error) { /* the pointer is gone */ } }
      panBy(x - finger.x, y - finger.y);
    } else if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const before = Math.hypot(finger.x - other.x, finger.y - other.y), after = Math.hypot(x - other.x, y - other.y);
      panBy((x - finger.x) / 2, (y - finger.y) / 2);
      if (before > 0 && after > 0) zoomAt((x + other.x) / 2, (y + other.y) / 2, after / before);
    }
    dragged = true;
    map.classList.add('dragging');
    finger.x = x;
    finger.y = y;
  });
  const lift = (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) map.classList.remove('dragging');
  };
  for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, lift);
  map.addEventListener('wheel', (event) => {
    if (!event.deltaY) return;
    event.preventDefault();
    const step = event.deltaY * (event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? 200 : 1);
    zoomAt(event.clientX, event.clientY, Math.exp(-Math.max(-300, Math.min(300, step)) * (event.ctrlKey ? 0.01 : 0.0018)));
  }, { passive: false });
  map.addEventListener('click', (event) => {
    if (dragged) { dragged = false; return; }
    const node = event.target.closest('.node'), tie = event.target.closest('.tie');
    if (node && nodes[+node.dataset.node]) chooseNode(+node.dataset.node);
    else if (tie && ties[+tie.dataset.tie]) choose({ tie: +tie.dataset.tie });
    else if (chosen && !event.target.closest('#legend')) choose(null);
  });
  $('zoom-in').addEventListener('click', () => zoomBy(1.4));
  $('zoom-out').addEventListener('click', () => zoomBy(1 / 1.4));
  $('zoom-fit').addEventListener('click', fit);
}

/* ---- keys: one tab stop for all nodes, arrows between them ---- */

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
    if (j === i || !nodeShown[j]) continue;
    const to = centreOf(g), x = to.x - at.x, y = to.y - at.y, ahead = x * dx + y * dy;
    const cost = ahead + 2 * Math.abs(x * dy + y * dx);
    if (ahead > 1 && cost < least) { least = cost; best = j; }
  }
  return best;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function mapKey(event) {
  const node = event.target.closest('.node'), i = node ? +node.dataset.node : -1, arrow = own(ARROWS, event.key);
  const drawn = byRank.filter((j) => nodeShapes.has(j) && nodeShown[j]);
  if (!nodes[i]) return false;
  if (event.key === 'Enter' || event.key === ' ') chooseNode(i);
  else if (arrow && event.shiftKey) panBy(-60 * arrow[0], -60 * arrow[1]);
  else if (arrow) rove(neighbourAt(i, arrow[0], arrow[1]), true);
  else if (event.key === 'Home') rove(drawn[0], true);
  else if (event.key === 'End') rove(drawn[drawn.length - 1], true);
  else if (event.key === 'PageDown') rove(drawn[Math.min(drawn.indexOf(i) + 1, drawn.length - 1)], true);
  else if (event.key === 'PageUp') rove(drawn[Math.max(drawn.indexOf(i) - 1, 0)], true);
  else return false;
  return true;
}

function followKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target === query) return;
    if (event.target.closest('#map') && mapKey(event)) { event.preventDefault(); return; }
    if (event.key === 'Escape') choose(null);
    else if (event.key === '+' || event.key === '=') zoomBy(1.4);
    else if (event.key === '-' || event.key === '_') zoomBy(1 / 1.4);
    else if (event.key === '0') fit();
    else if (event.key === '/') query.focus();
    else return;
    event.preventDefault();
  });
}

/* ---- search ---- */

const plain = (text) => String(text).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[\s\p{P}]+/gu, ' ').trim();
const names = nodes.map((node) => [...new Set([node.label, ...LANGUAGES.map((code) => node[code]), ...(node.aliases || [])].filter(Boolean))]
  .map((name) => ({ name: String(name), key: plain(name) })));
let found = [], current = -1;

function search(text) {
  const sought = plain(text), results = [];
  if (!sought) return results;
  for (const i of byRank) {
    let best = null;
    for (const { name, key } of names[i]) {
      const at = key.indexOf(sought);
      const grade = at < 0 ? 9 : key === sought ? 0 : at === 0 ? 1 : key[at - 1] === ' ' ? 2 : 3;
      if (grade < (best ? best.grade : 9)) best = { i, name, grade };
    }
    if (best) results.push(best);
  }
  return results.sort((x, y) => x.grade - y.grade);
}

function point(to) {
  current = to;
  [...hits.children].forEach((item, n) => item.setAttribute('aria-selected', String(n === to)));
  if (to >= 0) { query.setAttribute('aria-activedescendant', 'hit-' + to); hits.children[to].scrollIntoView({ block: 'nearest' }); }
  else query.removeAttribute('aria-activedescendant');
}

function closeHits() {
  hits.hidden = true;
  query.setAttribute('aria-expanded', 'false');
  point(-1);
}

function drawHits() {
  const all = search(query.value);
  found = all.slice(0, MAX_HITS);
  hits.replaceChildren(...found.map(({ i, name }, n) => {
    const item = make('li', { role: 'option', id: 'hit-' + n, 'data-hit': i }, make('span', { class: 'text' }, nameOf(i)),
      make('span', { class: 'aside text' }, (name !== nameOf(i) ? ' · ' + name : '') + ' · ' + typeWord(nodes[i])));
    item.addEventListener('mousedown', (event) => event.preventDefault());
    item.addEventListener('click', () => take(n));
    return item;
  }));
  if (!plain(query.value)) { closeHits(); return; }
  if (!found.length) hits.append(make('li', { class: 'none' }, word('nothing')));
  hits.hidden = false;
  query.setAttribute('aria-expanded', 'true');
  point(found.length ? 0 : -1);
  say(found.length ? word('hits', all.length) : word('nothing'));
}

function take(n) {
  if (!found[n]) return;
  query.value = '';
  closeHits();
  chooseNode(found[n].i, true);
}

function followSearch() {
  query.addEventListener('input', drawHits);
  query.addEventListener('focus', () => { if (query.value) drawHits(); });
  query.addEventListener('blur', closeHits);
  query.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const many = found.length, open = !hits.hidden;
    if (event.key === 'ArrowDown' && !open) drawHits();
    else if (event.key === 'ArrowDown' && many) point((current + 1) % many);
    else if (event.key === 'ArrowUp' && open && many) point((current - 1 + many) % many);
    else if (event.key === 'Enter') { if (open) take(current); }
    else if (event.key === 'Escape' && (open || query.value)) { query.value = ''; closeHits(); }
    else if (event.key === 'Escape') choose(null);
    else return;
    event.preventDefault();
  });
}

/* ---- start ---- */

function labelShapes() {
  map.setAttribute('role', 'group');
  map.setAttribute('aria-label', word('map'));
  const group = $('nodes');
  if (group) { group.setAttribute('role', 'listbox'); group.setAttribute('aria-label', word('entities')); }
  for (const [i, g] of nodeShapes) {
    if (!nodes[i]) continue;
    g.setAttribute('role', 'option');
    g.setAttribute('tabindex', '-1');
    g.setAttribute('aria-label', [nameOf(i), typeWord(nodes[i]), word('ties') + ': ' + tiesOf[i].length].join(', '));
  }
  const lines = $('ties');
  if (lines) lines.setAttribute('aria-hidden', 'true'); /* every tie is read out in the cards and the ledger */
  rove(byRank.find((i) => nodeShapes.has(i)));
}

function followPrinting() {
  let opened = [];
  window.addEventListener('beforeprint', () => {
    opened = [...panel.querySelectorAll('details:not([open])')];
    for (const details of opened) details.open = true;
  });
  window.addEventListener('afterprint', () => { for (const details of opened) details.open = false; });
}

labelShapes();
buildFilters();
buildLedger();
for (const name of ['filters', 'ledger']) $('toggle-' + name).addEventListener('click', () => toggle(name, $(name).hidden));
toggle('filters', window.innerWidth >= 1200);
followPointers();
followKeys();
followSearch();
followPrinting();
/* Steps back and forth fire popstate, a changed address may fire both: the second finds nothing new. */
for (const name of ['hashchange', 'popstate']) window.addEventListener(name, () => {
  const next = readHash();
  if (hashOf(next) !== hashOf(chosen)) choose(next);
});
choose(readHash());
}());
