import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.mjs";

const status = { treaty: "ets-185", status_as_of: "2026-04-25", last_good: "2026-04-25 06:00 UTC" };
const told = '<time data-status="ets-185" datetime="2026-04-01">1 April 2026</time><span data-age="ets-185"></span>';

function page(body, options) {
  const { document } = open(body, options);
  return { time: document.querySelector("time"), age: document.querySelector("[data-age]"), document };
}

test("a day is written in words without a leading zero", () => {
  const { dayInWords } = open("");
  assert.equal(dayInWords("2026-02-05"), "5 February 2026");
  assert.equal(dayInWords("2001-12-31"), "31 December 2001");
});

test("an interval holds from its first day until the day before the next", () => {
  const { heldOn } = open("");
  const entries = [["2001-11-23", "signatory"], ["2006-07-01", "party"]];
  assert.equal(heldOn(entries, "2001-11-22", "2026-04-25"), null);
  assert.equal(heldOn(entries, "2001-11-23", "2026-04-25")[1], "signatory");
  assert.equal(heldOn(entries, "2006-06-30", "2026-04-25")[1], "signatory");
  assert.equal(heldOn(entries, "2006-07-01", "2026-04-25")[1], "party");
});

test("an interval without a first day begins on the status day, and never when there is none", () => {
  const { heldOn } = open("");
  const entries = [["2001-11-23", "none"], [null, "invited"]];
  assert.equal(heldOn(entries, "2026-04-24", "2026-04-25")[1], "none");
  assert.equal(heldOn(entries, "2026-04-25", "2026-04-25")[1], "invited");
  assert.equal(heldOn(entries, "2026-04-25", null)[1], "none");
});

test("nothing holds for a participant without entries", () => {
  assert.equal(open("").heldOn(undefined, "2026-04-25", "2026-04-25"), null);
});

test("the status day is the newer of the list's and the page's", () => {
  const { statusDay } = open("", { statuses: [status, { treaty: "cets-224", status_as_of: null }] });
  assert.equal(statusDay("ets-185", "2026-04-01"), "2026-04-25");
  assert.equal(statusDay("ets-185", "2026-04-26"), "2026-04-26");
  assert.equal(statusDay("ets-185", null), "2026-04-25");
  assert.equal(statusDay("cets-224", "2026-02-05"), "2026-02-05");
  assert.equal(statusDay("ets-189", "2026-02-05"), "2026-02-05");
});

test("an unchanged page learns the newest status day and its age", () => {
  const { time, age } = page(told, { statuses: [status], today: "2026-05-01" });
  assert.equal(time.dateTime, "2026-04-25");
  assert.equal(time.textContent, "25 April 2026");
  assert.equal(age.textContent, ", 6 days ago");
  assert.equal(age.classList.contains("old"), false);
});

test("a page newer than the list keeps its own status day", () => {
  const { time, age } = page(told, { statuses: [{ ...status, status_as_of: "2026-03-01" }], today: "2026-04-02" });
  assert.equal(time.textContent, "1 April 2026");
  assert.equal(age.textContent, ", yesterday");
});

test("an age is told from yesterday on, and is old after a week", () => {
  const on = (today) => page(told, { statuses: [status], today }).age;
  assert.equal(on("2026-04-25").textContent, "");
  assert.equal(on("2026-04-26").textContent, ", yesterday");
  assert.equal(on("2026-05-02").classList.contains("old"), false);
  assert.equal(on("2026-05-03").classList.contains("old"), true);
});

test("the last read and its evidence are brought up to date", () => {
  const known = { ...status, evidence: 7, sha256: "0123456789abcdef" };
  const body = '<span data-fetched="ets-185">before</span><span data-evidence="ets-185">before</span>';
  const { document } = page(body, { statuses: [known] });
  assert.equal(document.querySelector("[data-fetched]").textContent, "2026-04-25 06:00 UTC");
  assert.equal(document.querySelector("[data-evidence]").textContent, "evidence no. 7 (sha256 0123456789ab)");
});

test("the address holds what is chosen, without what is empty, and keeps its fragment", () => {
  const window = open("", { query: "?old=1#change-3" });
  window.keepInAddress({ words: "côte", kind: "" });
  assert.equal(window.location.search, "?words=c%C3%B4te");
  assert.equal(window.location.hash, "#change-3");
  window.keepInAddress({ words: "" });
  assert.equal(window.location.search, "");
});

test("a field takes the address's value if it has it, and stays as it was otherwise", () => {
  const options = '<option value="">any</option><option value="ets-185">185</option>';
  const form = `<form><select name="treaty">${options}</select><input type="date" name="day" value="2026-04-25"></form>`;
  const read = (query) => {
    const window = open(form, { query });
    window.fromAddress(window.document.forms[0]);
    return Object.fromEntries(new window.FormData(window.document.forms[0]));
  };
  assert.deepEqual(read("?treaty=ets-185&day=2020-01-02"), { treaty: "ets-185", day: "2020-01-02" });
  assert.deepEqual(read("?treaty=ets-999&day=tomorrow"), { treaty: "", day: "2026-04-25" });
  assert.deepEqual(read("?other=1"), { treaty: "", day: "2026-04-25" });
});

test("a list is put together as a sentence has it", () => {
  const { listed } = open("");
  assert.equal(listed(["ETS 30"]), "ETS 30");
  assert.equal(listed(["ETS 30", "ETS 182"]), "ETS 30 and ETS 182");
  assert.equal(listed(["ETS 30", "ETS 99", "ETS 182"]), "ETS 30, ETS 99 and ETS 182");
});
