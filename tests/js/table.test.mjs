import assert from "node:assert/strict";
import test from "node:test";
import { open } from "./page.mjs";

const columns = ["treaty", "participant", "name", "standing", "flags", "number", "status_as_of"];

function row(participant, name, given = {}) {
  const flags = ["R", "D"];
  const own = { treaty: "ets-185", participant, name, standing: "party", flags, number: 1, status_as_of: "2026-04-25" };
  return { ...own, ...given };
}

function page(rows, options = {}) {
  const lines = rows.map((one) => `
    <tr data-id="${one.participant}"><th>${one.cell ?? one.name}</th><td>${one.standing}</td><td>${one.consent ?? "–"}</td></tr>`);
  const body = `
    <button data-csv="data">CSV</button>
    <table id="participants"><thead>
      <tr><th rowspan="2" data-sort="text">Participant</th><th colspan="2">ETS 185</th></tr>
      <tr><th data-sort="text">Standing</th><th data-sort="text">Consent</th></tr>
    </thead><tbody>${lines.join("")}</tbody></table>
    <script type="application/json" id="data">${JSON.stringify({ columns, rows })}</script>`;
  return open(body, { scripts: ["table.js"], ...options });
}

function order(window) {
  return [...window.document.querySelectorAll("tbody tr")].map((line) => line.dataset.id).join(" ");
}

function sortBy(window, heading) {
  [...window.document.querySelectorAll("th button")].find((button) => button.textContent === heading).click();
}

async function csv(window) {
  const blobs = [];
  window.URL.createObjectURL = (blob) => `blob:${blobs.push(blob)}`; // jsdom has neither of the two
  window.URL.revokeObjectURL = () => {};
  window.HTMLAnchorElement.prototype.click = () => {};
  window.document.querySelector("button[data-csv]").click();
  const reader = new window.FileReader();
  const read = new Promise((done) => reader.addEventListener("load", () => done(reader.result)));
  reader.readAsText(blobs[0]);
  return read;
}

const three = [
  row("HUN", "Hungary", { consent: "2003-12-04" }),
  row("ALB", "Albania", { consent: "2002-06-20" }),
  row("IRL", "Ireland", { standing: "signatory" }),
];

test("a heading sorts upwards, and downwards when pressed again", () => {
  const window = page(three);
  sortBy(window, "Participant");
  assert.equal(order(window), "ALB HUN IRL");
  sortBy(window, "Participant");
  assert.equal(order(window), "IRL HUN ALB");
});

test("one heading alone says that it sorts", () => {
  const window = page(three);
  sortBy(window, "Participant");
  sortBy(window, "Consent");
  const said = [...window.document.querySelectorAll("th")].map((heading) => heading.getAttribute("aria-sort"));
  assert.deepEqual(said.filter(Boolean), ["ascending"]);
});

test("what has no value stands last in both directions", () => {
  const window = page(three);
  sortBy(window, "Consent");
  assert.equal(order(window), "ALB HUN IRL");
  sortBy(window, "Consent");
  assert.equal(order(window), "HUN ALB IRL");
});

test("names are sorted as people sort them, accents aside", () => {
  const window = page([row("TUR", "Türkiye"), row("TUN", "Tunisia"), row("CIV", "Côte d’Ivoire"), row("CRI", "Costa Rica")]);
  sortBy(window, "Participant");
  assert.equal(order(window), "CRI CIV TUN TUR");
});

test("the CSV holds the rows that are shown and have a standing, in the columns of the command", async () => {
  const window = page([...three, row("TON", "Tonga", { standing: "none" })]);
  window.document.querySelector('tr[data-id="ALB"]').hidden = true;
  assert.equal(await csv(window), [
    columns.join(","),
    "ets-185,HUN,Hungary,party,R D,1,2026-04-25",
    "ets-185,IRL,Ireland,signatory,R D,1,2026-04-25",
    "",
  ].join("\r\n"));
});

test("a cell of the CSV is quoted where it must be, and is never a formula", async () => {
  const names = { HUN: "=1+1", ALB: 'Alb"a, nia', IRL: "@SUM" };
  const text = await csv(page(three.map((one) => ({ ...one, cell: one.name, name: names[one.participant] }))));
  assert.match(text, /,HUN,'=1\+1,/);
  assert.match(text, /,ALB,"Alb""a, nia",/);
  assert.match(text, /,IRL,'@SUM,/);
});

test("a number below zero stays a number, and null is an empty cell", async () => {
  const text = await csv(page([row("HUN", "Hungary", { number: -1, flags: null })]));
  assert.match(text, /,party,,-1,2026-04-25\r\n$/);
});

test("the CSV says the newest status day", async () => {
  const statuses = [{ treaty: "ets-185", status_as_of: "2026-04-30" }];
  assert.match(await csv(page([row("HUN", "Hungary")], { statuses })), /,2026-04-30\r\n$/);
});
