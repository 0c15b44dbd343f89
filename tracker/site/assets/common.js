/* How old the data is, by the reader's own clock; a page that did not change otherwise learns the newest status day. */
"use strict";
const newest = Object.fromEntries((window.status_of_treaties || []).map((known) => [known.treaty, known]));

/* The status day of a treaty: the newest, else the one the page was written with, which may be newer: a page is
   written before the list of newest days is. */
function statusDay(treaty, written) {
  const said = newest[treaty] && newest[treaty].status_as_of;
  return said && (!written || said > written) ? said : written;
}

/* What every script says, in the words of tracker/wording. */
const common = window.words_of_scripts;

function dayInWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return filled(common.day, { day: day === 1 ? common.first : day, month: common.months[month - 1], year });
}

/* `a, b and c` */
function listed(items) {
  const [last, ...others] = [...items].reverse();
  return others.length ? others.reverse().join(common.list.between) + common.list.last + last : last;
}

/* The data that stands in the page. */
function pageData() {
  return JSON.parse(document.getElementById("data").textContent);
}

/* What holds on a day: the last entry that began by then. An entry without a day begins on the status day. */
function heldOn(entries, day, statusAsOf) {
  let found = null;
  for (const entry of entries || []) {
    const from = entry[0] === null ? statusAsOf : entry[0];
    if (from === null || from > day) break;
    found = entry;
  }
  return found;
}

/* What is chosen stands in the address, so that a link shows the same. */
function keepInAddress(values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  history.replaceState(null, "", query.size ? `?${query}${location.hash}` : location.pathname + location.hash);
}

/* A value of the address that a field does not have (an unknown treaty) leaves the field as it was. */
function fromAddress(form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (!field || !("value" in field)) continue;
    if (field.type === "date" && !/^\d{4}-\d\d-\d\d$/.test(value)) continue;
    const before = field.value;
    field.value = value;
    if (field.value !== value) field.value = before;
  }
}

/* A sentence with its places, like {name}, filled. A place may ask a name for a form of it, {name:de}, or for the word
   that agrees with it in number, {name:a|ont}, or in gender and number, {name:né|née|nés|nées}. */
function filled(sentence, values) {
  return sentence.replace(/\{(\w+)(?::([^{}]*))?\}/g, (mark, name, asked) => {
    const value = values[name];
    return value && typeof value === "object" ? agreeing(value, asked || "") : value ?? mark;
  });
}

function agreeing(name, asked) {
  const words = asked.split("|");
  if (words.length === 1) return name[asked];
  return words[words.length === 2 ? Number(name.plural) : 2 * name.plural + name.feminine];
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/* The day that it is where a depositary has its seat. */
function todayAt(seat) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: seat }).format(Date.now()); // as ISO has it
}

function showAge(places, statusAsOf) {
  const days = Math.floor((Date.now() - Date.parse(statusAsOf)) / 86400000);
  for (const age of places) {
    age.textContent = days > 1 ? filled(common.days_ago, { days }) : days === 1 ? common.yesterday : "";
    age.classList.toggle("old", days > 7);
  }
}

for (const known of Object.values(newest)) {
  const of = (name) => document.querySelectorAll(`[data-${name}="${CSS.escape(known.treaty)}"]`);
  const written = of("status")[0];
  if (written && written.dateTime > (known.status_as_of || "")) {
    showAge(of("age"), written.dateTime);
    continue;
  }
  if (known.last_good) for (const fetched of of("fetched")) fetched.textContent = known.last_good;
  if (known.evidence) {
    for (const evidence of of("evidence")) {
      evidence.textContent = filled(common.evidence, { number: known.evidence, sha256: known.sha256.slice(0, 12) });
      if (evidence.href && known.document) evidence.href = evidence.dataset.root + known.document;
    }
  }
  if (!known.status_as_of) continue;
  for (const time of of("status")) {
    time.dateTime = known.status_as_of;
    time.textContent = dayInWords(known.status_as_of);
  }
  showAge(of("age"), known.status_as_of);
}
