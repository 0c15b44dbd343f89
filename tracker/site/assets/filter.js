/* Filters a list of changes or a table of participants by what its elements carry. */
"use strict";
{
  const form = document.querySelector("form[data-filter]");
  const items = [...document.querySelectorAll(`#${form.dataset.filter} > li, #${form.dataset.filter} > tbody > tr`)];
  const output = form.querySelector("output");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(items.map((item) => [item, plain(`${item.textContent} ${item.dataset.id || ""}`)]));

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = plain(wanted.words || "").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const fits = Object.entries(wanted).every(([name, value]) =>
        name === "words" || !value || item.getAttribute(`data-${name}`) === value);
      item.hidden = !(fits && words.every((word) => texts.get(item).includes(word)));
      shown += item.hidden ? 0 : 1;
    }
    output.textContent = filled(common.shown, { shown, all: items.length });
    keepInAddress(wanted);
  }

  form.hidden = false;
  fromAddress(form);
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
  /* A link to one change shows it whole, whatever the filters leave out. */
  function open() {
    if (!location.hash.startsWith("#change-")) return;
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    target.hidden = false;
    target.querySelector("details").open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", open);
  open();
}
