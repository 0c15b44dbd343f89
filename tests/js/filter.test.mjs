import assert from "node:assert/strict";
import test from "node:test";
import { open, put } from "./page.mjs";

const names = {
  notes: ["nothing known", "ETS 185: Party"],
  entries: [
    ["participant/CIV.html", "Côte d’Ivoire", 1, ["cote d ivoire", "ivory coast"], ["ci", "civ"], "CIV"],
    ["participant/TUR.html", "Türkiye", 1, ["turkey", "turkiye"], ["tr", "tur"], "TUR"],
    ["participant/TON.html", "Tonga", 1, ["tonga"], ["to", "ton"], "TON"],
    ["participant/IND.html", "India", 0, ["inde", "india"], ["in", "ind"], "IND"],
  ],
};
const body = `
  <form data-filter="entries" hidden>
    <input name="words">
    <select name="kind"><option value="">all</option><option value="signed">signed</option></select>
    <output></output>
  </form>
  <ol id="entries">
    <li id="change-1" data-kind="signed" data-id="CIV">Côte d’Ivoire signed<details></details></li>
    <li id="change-2" data-kind="ratified" data-id="TUR">Türkiye ratified<details></details></li>
    <li id="change-3" data-kind="signed" data-id="TON">Tonga signed<details></details></li>
  </ol>`;

function page(query = "") {
  const window = open(body, { scripts: ["filter.js"], query, names });
  const { document } = window;
  window.HTMLElement.prototype.scrollIntoView = () => {}; // jsdom lays nothing out
  return {
    window,
    document,
    form: document.forms[0],
    shown: () => [...document.querySelectorAll("li")].filter((item) => !item.hidden).map((item) => item.dataset.id),
  };
}

test("the form appears with the script, and everything is shown", () => {
  const { form, shown } = page();
  assert.equal(form.hidden, false);
  assert.deepEqual(shown(), ["CIV", "TUR", "TON"]);
  assert.equal(form.querySelector("output").textContent, "3 of 3 shown");
});

test("words are found without accents and in either case, in any order", () => {
  const { window, form, shown } = page();
  put(window, form.elements.words, "SIGNED cote");
  assert.deepEqual(shown(), ["CIV"]);
  put(window, form.elements.words, "türk");
  assert.deepEqual(shown(), ["TUR"]);
  put(window, form.elements.words, "ton");
  assert.deepEqual(shown(), ["TON"]);
});

test("the id of a participant is found as well", () => {
  const { window, form, shown } = page();
  put(window, form.elements.words, "tur");
  assert.deepEqual(shown(), ["TUR"]);
});

test("a participant is found by every spelling, and no other one with it", () => {
  const { window, form, shown } = page();
  put(window, form.elements.words, "Ivory coast");
  assert.deepEqual(shown(), ["CIV"]);
  put(window, form.elements.words, "Turkey ratified");
  assert.deepEqual(shown(), ["TUR"]);
  put(window, form.elements.words, "to");
  assert.deepEqual(shown(), ["TON"]);
});

test("of a name that leads elsewhere it is said where", () => {
  const { window, form } = page();
  put(window, form.elements.words, "Inde");
  const output = form.querySelector("output");
  assert.equal(output.textContent, "0 of 3 shown Nothing is known of India: no signature, consent or invitation is on record.");
  assert.equal(output.querySelector("a").getAttribute("href"), "participant/IND.html");
  put(window, form.elements.words, "nobody");
  assert.equal(output.textContent, "0 of 3 shown");
});

test("a choice and words must both fit", () => {
  const { window, form, shown } = page();
  put(window, form.elements.kind, "signed");
  assert.deepEqual(shown(), ["CIV", "TON"]);
  put(window, form.elements.words, "ivoire");
  assert.deepEqual(shown(), ["CIV"]);
  assert.equal(form.querySelector("output").textContent, "1 of 3 shown");
  assert.equal(window.location.search, "?words=ivoire&kind=signed");
});

test("a link shows the same again", () => {
  assert.deepEqual(page("?kind=signed&words=tonga").shown(), ["TON"]);
});

test("a link to one change shows it whole, whatever the filters leave out", async () => {
  const { window, document, shown } = page("?kind=signed");
  window.location.hash = "#change-2";
  await new Promise((done) => window.addEventListener("hashchange", done, { once: true }));
  assert.deepEqual(shown(), ["CIV", "TUR", "TON"]);
  assert.equal(document.querySelector("#change-2 details").open, true);
  assert.equal(document.querySelector("#change-1 details").open, false);
});
