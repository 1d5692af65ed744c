// Lengths of time in words, as the server writes them. Pure: words come in as an argument.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LITTLE = HOUR;

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** «2 ч 10 мин»; days from 24 hours on, from a week on only days. From a minute on. */
export function span(ms, words, plural) {
  const minutes = Math.floor(ms / MINUTE);
  if (ms < HOUR) return fill(words.min, { n: minutes });
  const h = Math.floor(ms / HOUR);
  if (ms < DAY) {
    const m = minutes % 60;
    return m ? fill(words.hmin, { h, m }) : fill(words.h, { n: h });
  }
  const days = Math.floor(ms / DAY);
  const d = fill(words.days[plural(days)] ?? words.days.other, { n: days });
  return h % 24 && days < 7 ? fill(words.dh, { d, h: h % 24 }) : d;
}

/** What a clock says now, or null to leave the words of the server: far from due they name a time of day. */
export function told(due, at, words, plural) {
  const left = due - at;
  if (left >= LITTLE) return null;
  if (left >= 0 && left < MINUTE) return words.left0;
  if (left > 0) return fill(words.left, { span: span(left, words, plural) });
  if (-left < MINUTE) return words.late0;
  return fill(words.late, { span: span(-left, words, plural) });
}

/** Which colour: due itself is still in time. */
export const level = (due, soon, at) => (at > due ? "late" : at >= soon ? "soon" : "calm");
