/* app.ts - what the parts of the page share: the model, the state, and one way to change it. */
import type { Model } from './data';
import type { Index } from './search';
import type { Choice, Scope, State } from './state';

export interface SetOptions {
  /** A step of its own in the history of the browser. */
  push?: boolean;
  /** Moves the focus to the card. */
  focusCard?: boolean;
  /** Brings what stands out into view. */
  show?: 'reveal' | 'fit';
}

export interface App {
  readonly model: Model;
  readonly index: Index;
  state: State;
  scope: Scope;
  set(patch: Partial<State>, options?: SetOptions): void;
  choose(choice: Choice, options?: SetOptions): void;
}
