import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { open, put } from "./page.mjs";

/* What `tracker between` answers, and the data of the page that was built from the same world. */
const vectors = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const english = vectors("between.json");
const french = vectors("between.fr.json");
const { today, page: data, files } = english;

const choice = (name, names) => {
  const options = Object.entries(names).map(([id, own]) => `<option value="${id}">${own}</option>`);
  return `<select name="${name}"><option value="">choose</option>${options.join("")}</select>`;
};
const body = (treaties = "", held = data) => `
  <form id="question" hidden>${choice("a", held.names)}${choice("b", held.names)}${treaties}<input type="date" name="day" value="${today}"></form>
  <div id="answer"></div>
  <script type="application/json" id="data">${JSON.stringify(held)}</script>`;

function page(query = "", options = {}) {
  const window = open(options.body ?? body(), { scripts: ["between.js"], query, today, ...options });
  const { document } = window;
  return {
    window,
    document,
    form: document.getElementById("question"),
    answer: document.getElementById("answer"),
    section: (treaty) => document.querySelector(`section[data-treaty="${treaty}"]`),
    loads: () => [...document.head.querySelectorAll("script")],
  };
}

/* As the page would once the file has come. */
function loaded({ window, loads }) {
  const script = loads().at(-1);
  const participant = decodeURIComponent(script.getAttribute("src").slice("between/".length, -".js".length));
  window.between_with[participant] = files[participant];
  script.dispatchEvent(new window.Event("load"));
}

function answered(query, options) {
  const found = page(query, options);
  loaded(found);
  return found;
}

const inWords = (window, text) => text.replace(/\b\d{4}-\d\d-\d\d\b/g, (day) => window.dayInWords(day));

function answersAreThoseOf({ page: held, files, cases, words }) {
  assert.ok(cases.length > 50);
  const { window, form, section } = page("", { body: body("", held), words });
  Object.assign(window.between_with, files);
  for (const { treaty, a, b, as_of, answer, in_force, since, statements, naming, side_by_side } of cases) {
    for (const [name, value] of Object.entries({ a, b, day: as_of })) put(window, form.elements[name], value);
    const found = section(treaty);
    assert.equal(found.querySelector(".verdict").textContent, inWords(window, answer));
    assert.deepEqual({ ...found.dataset }, { treaty, inForce: String(in_force), since: since ?? "" });
    const linked = (where) => [...found.querySelectorAll(where)].map((link) => Number(link.hash.split("-")[1]));
    assert.deepEqual(new Set(linked("li li a")), new Set(statements), `${a} ${b} ${treaty} ${as_of}`);
    assert.deepEqual(linked("section > .plain > li > a[href*='#']"), naming);
    const rows = [...found.querySelectorAll("details tbody tr")].map(cells);
    assert.deepEqual(rows, side_by_side.map((row) => row.map((text) => inWords(window, text ?? held.words.no_article))));
  }
}

test("the answers are those of the command, to the letter", () => answersAreThoseOf(english));

test("in French too, each name in the form that the sentence asks for", () => {
  answersAreThoseOf(french);
  const { window } = page("", { body: body("", french.page), words: french.words });
  const { inside } = french.page;
  const said = window.filled("{a} {a:a|ont} {a:lié|liée|liés|liées} {a:de} {a:à} {day}", { a: inside.NLD, day: "x" });
  assert.equal(said, "les Pays-Bas ont liés des Pays-Bas aux Pays-Bas x");
  assert.equal(window.filled("{a:de} {b:à|b}", { a: "Tonga" }), "Tonga {b:à|b}");
});

const cells = (row) => [...row.cells].map((cell) => cell.textContent);

test("statements stand side by side under both names, each with its address", () => {
  const { section } = answered("?a=ALB&b=FRA&day=2012-06-01");
  const folded = section("ets-185").querySelector("details");
  assert.equal(folded.open, true);
  assert.equal(folded.querySelector("summary").textContent, "Statements side by side");
  assert.deepEqual(cells(folded.querySelector("thead tr")), ["Article", data.names.ALB, data.names.FRA]);
  const row = [...folded.querySelectorAll("tbody tr")].find((one) => one.cells[0].textContent === "9");
  assert.match(row.cells[1].textContent, /^none listed as of \d+ \w+ 2026$/);
  assert.match(row.cells[2].textContent, /^reservation \[statement \d+\]$/);
  assert.deepEqual([...row.cells].slice(1).map((cell) => cell.dataset.label), [data.names.ALB, data.names.FRA]);
  assert.match(row.cells[2].querySelector("a").getAttribute("href"), /^participant\/FRA\.html#statement-\d+$/);
});

test("where neither stated anything the places stay, folded away", () => {
  const { section } = answered("?a=SRB&b=KEN&day=2026-06-15");
  const folded = section("cets-224").querySelector("details");
  assert.equal(folded.open, false);
  assert.ok(folded.querySelectorAll("tbody tr").length > 5);
});

test("a day to come is spoken of as the present, and one before today as the past", () => {
  const verdict = (day, now) => {
    const { section } = answered(`?a=ALB&b=FRA&day=${day}`, { today: now });
    return section("ets-185").querySelector(".verdict").textContent;
  };
  assert.match(verdict("2026-06-15", "2026-06-16"), /^Yes: ETS 185 was in force /);
  assert.match(verdict("2026-06-16", "2026-06-16"), /^Yes: ETS 185 is in force /);
});

test("a newer status day than the page's is the last day that is known", () => {
  const statuses = [{ treaty: "ets-185", status_as_of: "2026-08-20" }];
  const verdict = (day) => {
    const { section } = answered(`?a=ALB&b=FRA&day=${day}`, { statuses });
    return section("ets-185").querySelector(".verdict").textContent;
  };
  assert.doesNotMatch(verdict("2026-08-20"), /Not known after/);
  assert.match(verdict("2026-08-21"), / Not known after 20 August 2026: what happened later is not counted\.$/);
});

test("the answers of a participant are loaded once, and asked for again where that failed", () => {
  const found = page("?a=ALB&b=FRA&day=2020-01-01");
  const { window, form, answer, loads } = found;
  assert.deepEqual(loads().map((script) => script.getAttribute("src")), ["between/ALB.js"]);
  assert.equal(answer.textContent, "");
  loads()[0].dispatchEvent(new window.Event("error"));
  assert.equal(answer.textContent, "The answer could not be loaded.");
  put(window, form.elements.b, "SRB");
  assert.equal(loads().length, 2);
  loaded(found);
  assert.equal(answer.querySelectorAll("section").length, Object.keys(data.treaties).length + data.unread.length);
  put(window, form.elements.b, "IRL");
  assert.equal(loads().length, 2);
  assert.match(answer.textContent, /Ireland/);
});

test("the same participant twice is no question, and an unfinished one has no answer", () => {
  assert.equal(page("?a=ALB&b=ALB").answer.textContent, "Choose two different participants.");
  const { answer, loads } = page("?a=ALB");
  assert.equal(answer.textContent, "");
  assert.equal(loads().length, 0);
});

test("of many treaties only the part of the chosen one is loaded", () => {
  const [first, second] = ["ets-185", "cets-224"];
  const option = (id, part) => `<option value="${id}" data-part="${part}">${id}</option>`;
  const held = { ...data, treaties: { [first]: data.treaties[first] }, unread: [] };
  const many = body(`<select name="treaty">${option(first, 0)}${option(second, 7)}</select>`, held);
  const { window, form, answer, section, loads } = page("?a=ALB&b=FRA&day=2012-06-01", { body: many });
  const sources = () => loads().map((script) => script.getAttribute("src"));
  assert.deepEqual(sources(), ["between/ALB.js"]);
  window.between_with.ALB = { [first]: files.ALB[first] };
  loads()[0].dispatchEvent(new window.Event("load"));
  assert.equal(answer.querySelectorAll("section[data-treaty]").length, 1);
  const before = section(first).textContent;
  put(window, form.elements.treaty, second);
  assert.deepEqual(sources().slice(1), ["between/7/treaties.js", "between/7/ALB.js"]);
  assert.equal(answer.textContent, "");
  window.between_parts[7] = { [second]: data.treaties[second] };
  window.between_with["7/ALB"] = { [second]: files.ALB[second] };
  loads().at(-1).dispatchEvent(new window.Event("load"));
  assert.match(section(second).querySelector(".verdict").textContent, /224/);
  assert.match(window.location.search, /treaty=cets-224/);
  put(window, form.elements.treaty, first);
  assert.equal(section(first).textContent, before);
  assert.equal(loads().length, 3);
});
