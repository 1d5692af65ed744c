import { test } from "node:test";
import assert from "node:assert/strict";
import { level, span, told } from "./span.js";

const words = {
  left: "осталось {span}", late: "просрочено на {span}", late0: "просрочено меньше чем на минуту",
  left0: "осталось меньше минуты", min: "{n} мин", h: "{n} ч", hmin: "{h} ч {m} мин", dh: "{d} {h} ч",
  days: { one: "{n} день", few: "{n} дня", many: "{n} дней", other: "{n} дня" },
};
const plural = (n) => new Intl.PluralRules("ru").select(n);
const minutes = (n) => n * 60_000;

test("spans read as people say them", () => {
  assert.equal(span(minutes(59) + 59_000, words, plural), "59 мин");
  assert.equal(span(minutes(130), words, plural), "2 ч 10 мин");
  assert.equal(span(minutes(120), words, plural), "2 ч");
  assert.equal(span(minutes(2 * 1440 + 180), words, plural), "2 дня 3 ч");
  assert.equal(span(minutes(21 * 1440 + 60), words, plural), "21 день");
});

test("far from due the server's words stand", () => {
  assert.equal(told(minutes(90), 0, words, plural), null);
  assert.equal(told(minutes(12), 0, words, plural), "осталось 12 мин");
  assert.equal(told(40_000, 0, words, plural), "осталось меньше минуты");
});

test("the instant itself is in time, the next one is not", () => {
  assert.equal(level(1000, 500, 1000), "soon");
  assert.equal(level(1000, 500, 1001), "late");
  assert.equal(level(1000, 500, 499), "calm");
  assert.equal(told(0, minutes(130), words, plural), "просрочено на 2 ч 10 мин");
  assert.equal(told(0, 30_000, words, plural), "просрочено меньше чем на минуту");
});
