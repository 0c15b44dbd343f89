/* The search box of every page: which page a name leads to. The names are looked up as tracker/site/names.py lists them. */
"use strict";
const unsaid = new Set(["the", "no", "of", "on", "to", "and", "la", "le", "les", "l", "et", "het"]);
const ordinals = { "1st": "first", "2nd": "second", "3rd": "third" };

/* A name as names are compared: its words, without accents, articles and punctuation. */
function compared(text) {
  const plain = text.normalize("NFKC").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
  const found = (plain.match(/[\p{L}\p{N}]+/gu) || []).map((word) => ordinals[word] || word);
  const said = found.filter((word) => !unsaid.has(word));
  return (said.length ? said : found).join(" "); // "AND" is Andorra
}

/* How well a name fits: 0 its spelling, 1 its code, 2 the beginning of a spelling, 3 the beginnings of its words. */
function fit({ spellings, codes }, typed) {
  if (spellings.includes(typed)) return 0;
  if (codes.includes(typed)) return 1;
  if (spellings.some((one) => one.startsWith(typed))) return 2;
  const wanted = typed.split(" ");
  const begins = (words) => wanted.every((word) => {
    while (words.length && !words[0].startsWith(word)) words.shift();
    return words.shift() !== undefined;
  });
  return spellings.some((one) => begins(one.split(" "))) ? 3 : null;
}

/* Every name that can be meant, the likeliest first. */
function namesLike(text) {
  const typed = compared(text);
  if (!typed) return [];
  const { notes, entries } = window.names_known;
  return entries.map(([path, name, note, spellings, codes, participant]) => ({ path, name, note: notes[note], spellings, codes, participant }))
    .map((one) => ({ ...one, rank: fit(one, typed) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank - b.rank); // stable: those that fit as well stay in the order of the list
}

/* The one that has this spelling or code, if any. */
function named(text) {
  const [first] = namesLike(text);
  return first && first.rank <= 1 ? first : null;
}

/* Participants by all that leads to them: id → one text. */
function spellingsOfParticipants() {
  const own = window.names_known.entries.filter((entry) => entry[5]);
  return new Map(own.map(([, , , spellings, codes, id]) => [id, [...spellings, ...codes].join(" ")]));
}

{
  const form = document.getElementById("find-form");
  if (form) searchBox(form);
}

function searchBox(form) {
  const field = form.elements.words;
  const list = document.getElementById("find-list");
  const said = document.getElementById("find-said");
  const root = form.dataset.root;
  const most = 8;
  let hits = [];
  let chosen = -1;

  function load() {
    if (window.names_known || form.dataset.asked) return;
    form.dataset.asked = "true";
    const script = element("script");
    script.src = `${root}assets/names.js`;
    script.addEventListener("load", show);
    script.addEventListener("error", () => delete form.dataset.asked);
    document.head.append(script);
  }

  function option({ name, note }, place) {
    const made = element("li", name);
    made.id = `find-${place}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.append(" ", element("span", note, "count"));
    made.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    made.addEventListener("click", () => go(hits[place]));
    return made;
  }

  function choose(place) {
    chosen = place;
    for (const [at, one] of [...list.children].entries()) one.setAttribute("aria-selected", String(at === place));
    if (place < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", `find-${place}`);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function show() {
    if (!window.names_known) return load();
    hits = namesLike(field.value).slice(0, most);
    list.replaceChildren(...hits.map(option));
    choose(-1);
    const typed = field.value.trim();
    list.hidden = !hits.length;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    said.textContent = !typed ? "" : filled(hits.length ? common.search.hits : common.search.no_hit, { count: hits.length, typed });
    said.classList.toggle("unseen", hits.length > 0 || !typed);
  }

  function go(hit) {
    const typed = field.value.trim();
    if (hit) location.href = root + hit.path;
    else if (typed) location.href = `${root}names.html?words=${encodeURIComponent(typed)}`;
  }

  form.hidden = false;
  field.addEventListener("focus", load);
  field.addEventListener("input", show);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen + step + hits.length + (chosen < 0 && step < 0 ? 1 : 0)) % hits.length);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!window.names_known) return load();
    hits = namesLike(field.value).slice(0, most);
    go(hits[Math.max(chosen, 0)]);
  });
}
