/* Filters a list or a table by what its elements carry. A participant is found by every spelling that is known of it. */
"use strict";
{
  const form = document.querySelector("form[data-filter]");
  const items = [...document.querySelectorAll(`#${form.dataset.filter} > li, #${form.dataset.filter} > tbody > tr`)];
  const output = form.querySelector("output");
  const spelled = spellingsOfParticipants();
  const idOf = (item) => item.dataset.id || item.dataset.participant || "";
  const texts = new Map(items.map((item) => [item, ` ${compared(`${item.textContent} ${idOf(item)}`)} `]));

  /* Of a name that is known, its own and what names it; else whatever has all the words. */
  function finds(typed) {
    const words = compared(typed);
    const meant = words ? named(typed) : null;
    if (meant?.participant) return (item) => idOf(item) === meant.participant || texts.get(item).includes(` ${words} `);
    const all = words.split(" ").filter(Boolean);
    return (item) => all.every((word) => texts.get(item).includes(word) || (spelled.get(idOf(item)) || "").includes(word));
  }

  /* Nothing shown is not nothing known: where a name leads is said. */
  function tell(shown, typed) {
    output.textContent = filled(common.shown, { shown, all: items.length });
    const meant = shown ? null : named(typed || "");
    if (!meant) return;
    const link = element("a", filled(meant.note === common.search.nothing ? common.search.nothing_known : common.search.hit, meant));
    link.href = meant.path;
    output.append(" ", link);
  }

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    const found = finds(wanted.words || "");
    let shown = 0;
    for (const item of items) {
      const fits = Object.entries(wanted).every(([name, value]) =>
        name === "words" || !value || item.getAttribute(`data-${name}`) === value);
      item.hidden = !(fits && found(item));
      shown += item.hidden ? 0 : 1;
    }
    tell(shown, wanted.words);
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
