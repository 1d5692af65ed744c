// What one page knows of its talk; every part of the script looks here.
export const s = {
  settings: null,
  /** Head of the talk; null before the first message. */
  talk: null,
  open: false,
  /** The place in the queue for a first person; null where nobody waits. */
  place: null,
  /** Where older lines begin; null where there are none. */
  earlier: null,
  /** The last line of the visitor's that ours have read. */
  read: "",
  /** When anything last happened here. */
  lively: Date.now(),
  /** What is on the screen. */
  ui: null,
  chosen: [],
};
/** Lines of the talk by id. */
export const lines = new Map();
export const w = (word) => s.settings.words[word];
export const say = (words) => s.ui && (s.ui.state.textContent = words);
