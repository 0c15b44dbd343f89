/* Was a treaty in force between two participants on a day: both bound on it, since the later of the two days. */
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

  function sideOf(treaty, id, day) {
    const known = data.treaties[treaty];
    const held = heldOn(known.standings[id], day, statusDay(treaty, known.status_as_of));
    const [, standing, bound, since, suspended] = held || ["", "none", false, null, null];
    return { id, standing, bound, since, suspended };
  }

  /* As `tracker between` answers; null: not known. */
  function relation(treaty, a, b, day) {
    const known = data.treaties[treaty];
    const itself = known.in_force_on ? known.in_force_on <= day : known.shows_in_force_on ? false : null;
    const no = itself === false || a.bound === false || b.bound === false;
    const inForce = no ? false : a.bound === null || b.bound === null ? null : true;
    return { inForce, since: inForce && a.since && b.since ? [a.since, b.since].sort().at(-1) : null };
  }

  function statements(treaty, participant, day) {
    return (data.statements[treaty] || []).filter((one) => one.participant === participant
      && (!one.effective_on || one.effective_on <= day) && (!one.withdrawn_on || one.withdrawn_on > day));
  }

  function side(treaty, { id, standing, suspended }, day) {
    const own = element("li");
    const link = element("a", data.names[id]);
    link.href = `participant/${encodeURIComponent(id)}.html`;
    own.append(link, `: ${words[standing]}${suspended ? `; suspended since ${dayInWords(suspended)}` : ""}`);
    const listed = statements(treaty, id, day);
    if (listed.length) {
      const list = element("ul", undefined, "plain");
      for (const one of listed) {
        const item = element("li");
        const to = element("a", `${one.kind.replaceAll("_", " ")}${one.article ? `, article ${one.article}` : ""}`);
        to.href = `participant/${encodeURIComponent(id)}.html#statement-${one.id}`;
        item.append(to, one.effective_on ? `, in effect since ${dayInWords(one.effective_on)}` : "");
        list.append(item);
      }
      own.append(list);
    }
    return own;
  }

  function verdict(names, { inForce, since }, day) {
    const between = `between ${names} on ${dayInWords(day)}`;
    if (inForce === null) return `Not known: the source does not tell whether it was in force ${between}.`;
    if (!inForce) return `No: not in force ${between}.`;
    return `Yes: in force ${between}${since ? `, since ${dayInWords(since)}` : ""}.`;
  }

  function ofTreaty(treaty, a, b, day) {
    const known = data.treaties[treaty];
    const both = [a, b].map((id) => sideOf(treaty, id, day));
    const found = relation(treaty, ...both, day);
    const section = element("section");
    section.dataset.treaty = treaty;
    section.dataset.inForce = String(found.inForce);
    section.dataset.since = found.since || "";
    const sides = element("ul", undefined, "plain");
    sides.append(...both.map((one) => side(treaty, one, day)));
    section.append(element("h2", known.name),
      element("p", verdict(`${data.names[a]} and ${data.names[b]}`, found, day), "verdict"), sides);
    const status = statusDay(treaty, known.status_as_of);
    if (status && day > status) section.append(element("p", `Not known after ${dayInWords(status)}.`, "note"));
    return section;
  }

  function show() {
    const { a, b, day } = Object.fromEntries(new FormData(form));
    keepInAddress({ a, b, day });
    if (!a || !b || !day) return answer.replaceChildren();
    if (a === b) return answer.replaceChildren(element("p", "Choose two different participants."));
    answer.replaceChildren(...Object.keys(data.treaties).map((treaty) => ofTreaty(treaty, a, b, day)));
  }

  fromAddress(form);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
