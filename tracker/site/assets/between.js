/* Was a treaty in force between two participants on a day: what the data says of each, looked up and joined. */
"use strict";
{
  const data = pageData();
  const form = document.getElementById("question");
  const answer = document.getElementById("answer");
  const words = { party: "Party", contracting: "had consented; the treaty was not in force for it",
    signatory: "had signed, but not consented", invited: "was invited to accede", former: "had left the treaty",
    none: "no act known" };

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function sideOf(known, id, day, status) {
    const held = heldOn(known.sides[id], day, status) || ["", "none", false, null, null, null];
    const [, standing, bound, since, suspended, expected] = held;
    const [, reason] = heldOn(known.reasons[id], day, status) || ["", ""];
    return { id, standing, bound, since, suspended, expected, reason };
  }

  /* As `tracker between` answers; null: not known. */
  function relation(known, a, b, day, status) {
    const [, itself, why] = heldOn(known.itself, day, status) || ["", null, ""];
    const no = itself === false || a.bound === false || b.bound === false;
    const inForce = no ? false : a.bound === null || b.bound === null ? null : true;
    /* who has consented to a treaty that is not in force itself lacks nothing */
    const lacking = [a, b].filter((one) => one.bound === false && !(itself === false && one.standing === "contracting"));
    return {
      inForce,
      since: inForce && a.since && b.since ? [a.since, b.since].sort().at(-1) : null,
      reasons: [...new Set([itself === false ? why : "", ...lacking.map((one) => one.reason)])].filter(Boolean),
      expected: a.expected || b.expected ? [a.expected || a.since, b.expected || b.since].filter(Boolean).sort().at(-1) : null,
    };
  }

  /* One without a day of effect applies once its participant had signed or consented, and not before its deposit. */
  function applies(one, standing, day) {
    const begun = one.effective_on ? one.effective_on <= day
      : !["none", "invited"].includes(standing) && (!one.deposited_on || one.deposited_on <= day);
    return begun && (!one.withdrawn_on || one.withdrawn_on > day);
  }

  function statement(one) {
    const item = element("li");
    const to = element("a", `${one.kind.replaceAll("_", " ")}${one.article ? `, article ${one.article}` : ""}`);
    to.href = `participant/${encodeURIComponent(one.participant)}.html#statement-${one.id}`;
    const reach = one.territories.map((place) => `; ${place.name}: ${place.reach.replaceAll("_", " ")}`).join("");
    item.append(to, one.effective_on ? `, in effect since ${dayInWords(one.effective_on)}` : " (day of effect not given)", reach);
    return item;
  }

  function side(known, { id, standing, suspended }, day) {
    const own = element("li");
    const link = element("a", data.names[id]);
    link.href = `participant/${encodeURIComponent(id)}.html`;
    own.append(link, `: ${words[standing]}${suspended ? `; suspended since ${dayInWords(suspended)}` : ""}`);
    const listed = known.statements.filter((one) => one.participant === id && applies(one, standing, day));
    if (listed.length) {
      const list = element("ul", undefined, "plain");
      list.append(...listed.map(statement));
      own.append(list);
    }
    return own;
  }

  function joined(reasons) {
    return reasons.length > 1 ? `${reasons.slice(0, -1).join("; ")}; and ${reasons.at(-1)}` : reasons.join("");
  }

  function verdict(names, { inForce, since, reasons, expected }, day, status) {
    const between = `in force between ${names} on ${dayInWords(day)}`;
    const late = status && day > status ? `; not known after ${dayInWords(status)}` : "";
    if (inForce) return `Yes: ${between}${since ? `, since ${dayInWords(since)}` : ""}${late}.`;
    if (inForce === false) return `No: not ${between}, because ${joined(reasons)}${late}.`;
    const by = expected ? `; expected ${dayInWords(expected)} by the treaty's rule, not printed by a source` : "";
    return `Not known: whether it was ${between} cannot be told from what was read${by}${late}.`;
  }

  function ofTreaty(treaty, a, b, day) {
    const known = data.treaties[treaty];
    const status = statusDay(treaty, known.status_as_of);
    const both = [a, b].map((id) => sideOf(known, id, day, status));
    const found = relation(known, ...both, day, status);
    const section = element("section");
    section.dataset.treaty = treaty;
    section.dataset.inForce = String(found.inForce);
    section.dataset.since = found.since || "";
    const names = [a, b].map((id) => data.inside[id] || data.names[id]).join(" and ");
    const sides = element("ul", undefined, "plain");
    sides.append(...both.map((one) => side(known, one, day)));
    section.append(heading(known), element("p", verdict(names, found, day, status), "verdict"), sides);
    const others = "Reservations and declarations: the depositary's list was never read, so there may be others.";
    if (!known.statements_read) section.append(element("p", others, "note"));
    return section;
  }

  function heading({ name, number }) {
    const made = element("h2", `${name} `);
    made.append(element("span", number, "number"));
    return made;
  }

  function unread(name) {
    const section = element("section");
    section.append(element("h2", name), element("p", "Not known: nothing has been read yet of this treaty.", "verdict"));
    return section;
  }

  function show() {
    const { a, b, day } = Object.fromEntries(new FormData(form));
    keepInAddress({ a, b, day });
    if (!a || !b || !day) return answer.replaceChildren();
    if (a === b) return answer.replaceChildren(element("p", "Choose two different participants."));
    const treaties = Object.keys(data.treaties).map((treaty) => ofTreaty(treaty, a, b, day));
    answer.replaceChildren(...treaties, ...data.unread.map(unread));
  }

  form.hidden = false;
  fromAddress(form);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
