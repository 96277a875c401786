/* dom.ts - making elements. Words from the data reach the page as text nodes only, never as markup. */

type Child = globalThis.Node | string | null | undefined;
type Attributes = Record<string, string | number | null | undefined>;

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** make('p', {class: 'note'}, 'text', child): strings become text nodes; empty children are skipped. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  element.append(...children.filter((child): child is globalThis.Node | string => child != null && child !== ''));
  return element;
}

export function makeSvg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  element.append(...children.filter((child): child is globalThis.Node | string => child != null && child !== ''));
  return element;
}

export function on(target: EventTarget, names: string, act: (event: any) => void, options?: AddEventListenerOptions): void {
  for (const name of names.split(' ')) target.addEventListener(name, act, options);
}

export function button(text: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = make('button', { type: 'button', ...attributes }, text);
  on(element, 'click', press);
  return element;
}

/** Read aloud by screen readers. */
export function say(text: string): void {
  byId('live').textContent = text;
}

/** An address that may stand in a link: the web's alone. */
export function safeLink(url: string | undefined): string | null {
  if (!url) return null;
  try {
    const { protocol, href } = new URL(url);
    return /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}
