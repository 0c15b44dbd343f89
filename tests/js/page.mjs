// A page of the site in jsdom, with its scripts run as a browser runs classic scripts: in one global scope.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { JSDOM } from "jsdom";

const assets = new URL("../../tracker/site/assets/", import.meta.url);
const { words: english } = JSON.parse(readFileSync(new URL("between.json", import.meta.url), "utf8"));
const day = 86400000;

export function open(body, { scripts = [], query = "", statuses = [], today = "2026-05-01", names, words = english } = {}) {
  const url = `https://tracker.example/page.html${query}`;
  const { window, context } = contextOf(new JSDOM(`<!doctype html><body>${body}`, { url, runScripts: "outside-only" }));
  window.status_of_treaties = statuses;
  window.words_of_scripts = words;
  window.names_known = names;
  window.Date.now = () => Date.parse(today) + day / 2;
  window.CSS = { escape: (text) => text }; // jsdom has none; the ids of the tests need no escape
  for (const name of ["common.js", "search.js", ...scripts]) {
    const path = new URL(name, assets);
    vm.runInContext(readFileSync(path, "utf8"), context, { filename: path.pathname });
  }
  return window;
}

function contextOf(dom) {
  return { window: dom.window, context: dom.getInternalVMContext() };
}

export function put(window, field, value) {
  field.value = value;
  field.dispatchEvent(new window.Event("input", { bubbles: true }));
}
