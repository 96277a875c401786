/* combobox.ts - a field that finds entities as one types. */
import type { App } from './app';
import { make, on, say } from './dom';
import { nameOf, typeName } from './names';
import { plain } from './search';
import { word } from './words';

const MOST = 12;
let made = 0;

/** Makes a combobox of an input and an empty list beside it. `keep` leaves the name chosen in the field. */
export function combobox(app: App, input: HTMLInputElement, list: HTMLUListElement, keep: boolean, take: (i: number) => void, escape?: () => void): void {
  const prefix = `hit-${made++}-`;
  let found: number[] = [];
  let current = -1;

  function point(to: number): void {
    current = to;
    [...list.children].forEach((item, n) => item.setAttribute('aria-selected', String(n === to)));
    if (to < 0) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', prefix + to);
      list.children[to]!.scrollIntoView({ block: 'nearest' });
    }
  }
  function open(is: boolean): void {
    list.hidden = !is;
    input.setAttribute('aria-expanded', String(is));
    point(is && found.length ? 0 : -1);
  }
  function pick(n: number): void {
    const i = found[n];
    if (i === undefined) return;
    input.value = keep ? nameOf(app.model, i) : '';
    open(false);
    take(i);
  }
  function draw(): void {
    const all = app.index.find(input.value);
    found = all.slice(0, MOST).map(({ i }) => i);
    list.replaceChildren(...all.slice(0, MOST).map(({ i, name }, n) => {
      const shown = nameOf(app.model, i);
      const item = make('li', { role: 'option', id: prefix + n, 'data-node': i },
        make('span', { class: 'text', dir: 'auto' }, shown),
        make('span', { class: 'aside text', dir: 'auto' }, (name === shown ? '' : `${name} · `) + typeName(app.model, app.model.nodes[i]!.type)));
      on(item, 'mousedown', (event: MouseEvent) => event.preventDefault()); /* keeps the focus in the field */
      on(item, 'click', () => pick(n));
      return item;
    }));
    if (!found.length) list.append(make('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, word('nothing')));
    open(plain(input.value) !== '');
    if (!list.hidden) say(found.length ? word('hits', all.length) : word('nothing'));
  }

  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  if (list.id) input.setAttribute('aria-controls', list.id);
  list.setAttribute('role', 'listbox');
  on(input, 'input', draw);
  on(input, 'blur', () => open(false));
  on(input, 'keydown', (event: KeyboardEvent) => {
    const many = found.length;
    const isOpen = !list.hidden;
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && !isOpen) draw();
    else if (event.key === 'ArrowDown' && many) point((current + 1) % many);
    else if (event.key === 'ArrowUp' && isOpen && many) point((current - 1 + many) % many);
    else if (event.key === 'Enter' && isOpen && many) pick(current);
    else if (event.key === 'Escape' && (isOpen || input.value)) {
      input.value = '';
      open(false);
    } else if (event.key === 'Escape') escape?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
