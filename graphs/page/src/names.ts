/* names.ts - what nodes, ties, types and relations are called in the language of the page. */
import type { Model, Named, Tie } from './data';
import { own } from './data';
import { lang, word } from './words';

const labelOf = (list: Record<string, Named>, name: string): string => {
  const label = own(list, name)?.label;
  return label?.[lang()] ?? label?.en ?? name;
};

export const nameOf = (model: Model, i: number): string => model.nodes[i]!.label || model.nodes[i]!.id;
export const typeName = (model: Model, name: string): string => labelOf(model.types, name);
export const relationName = (model: Model, name: string): string => labelOf(model.relations, name);

export function tieSentence(model: Model, tie: Tie): string {
  const facts = [word(tie.status), tie.amount, tie.role, tie.date].filter(Boolean).join(', ');
  return `${nameOf(model, tie.a)} ${relationName(model, tie.relation)} ${nameOf(model, tie.b)} (${facts})`;
}
