/* Was a treaty in force between two participants on a day: what Python answered, looked up and printed. */
"use strict";
window.between_with ??= {}; // participant → its answers with every other: the files of between/ fill it
window.between_parts ??= {}; // of many treaties: number of a part → what the page holds of the treaties of the first
{
  const data = pageData();
  const form = document.getElementById("question");
  const answer = document.getElementById("answer");
  const asked = new Set();
  const choice = form.elements.treaty; // of many treaties, one: no reader loads all

  /* The part of the treaties that is asked of: what is known of them, and the file of a participant. */
  function part() {
    const number = choice ? Number(choice.selectedOptions[0].dataset.part) : 0;
    return { number, treaties: number ? window.between_parts[number] : data.treaties, room: number ? `${number}/` : "" };
  }

  function nameOf(known, id) {
    return known.inside[id] || data.inside[id] || data.names[id];
  }

  function verdict(treaty, known, { a, b, day }) {
    const status = statusDay(treaty, known.status_as_of);
    const { verdicts, answers, with: others } = window.between_with[part().room + a][treaty];
    const [, number] = heldOn(answers[others[b]], day, status);
    const [inForce, since, sentence, late, , later] = verdicts[number];
    const beyond = status && day > status;
    const words = filled(beyond ? late : sentence, {
      a: nameOf(known, a), b: nameOf(known, b), day: dayInWords(day), status: status && dayInWords(status),
      ...data.tenses[day < todayAt(known.seat) ? "past" : "present"],
    });
    return { inForce: beyond ? later : inForce, asKnown: inForce, since, words };
  }

  function statement(one, effect) {
    const item = element("li");
    const to = element("a", one.title);
    to.href = address(one);
    item.append(to, effect);
    return item;
  }

  function address({ participant, key }) {
    return `participant/${encodeURIComponent(participant)}.html#statement-${key}`;
  }

  function applying(known, id, day, status) {
    const own = known.statements.filter((one) => one.participant === id);
    return own.map((one) => [one, heldOn(one.in_effect, day, status)[1]]).filter(([, effect]) => effect !== null);
  }

  function side(known, id, day, status) {
    const own = element("li");
    const link = element("a", data.names[id]);
    link.href = `participant/${encodeURIComponent(id)}.html`;
    own.append(link, `${common.colon}${heldOn(known.sides[id], day, status)[1]}`);
    const listed = applying(known, id, day, status);
    if (listed.length) {
      const list = element("ul", undefined, "plain");
      list.append(...listed.map(([one, effect]) => statement(one, effect)));
      own.append(list);
    }
    return own;
  }

  function naming(known, one, other, day, status) {
    const found = applying(known, one, day, status).filter(([{ names }]) => names.includes(other));
    return found.map(([stated, effect]) => {
      const item = statement(stated, effect);
      const template = stated.objects_to.includes(other) ? data.words.objection : `${stated.naming}${common.colon}`;
      const words = filled(template, { a: nameOf(known, one), b: nameOf(known, other) });
      item.prepend(`${words[0].toUpperCase()}${words.slice(1)}`);
      return item;
    });
  }

  /* What each stated under a place of the text, in the text's order: the places that always stand there, and others. */
  function sideBySide(known, { a, b, day }, status) {
    const stated = [a, b].map((id) => applying(known, id, day, status).map(([one]) => one));
    const under = (own, place) => own.filter(({ places }) => places.includes(place));
    const rows = known.places.filter(([place, always]) => always || stated.some((own) => under(own, place).length));
    if (!rows.length) return [];
    const names = [a, b].map((id) => data.names[id]);
    const folded = element("details");
    folded.open = stated.some((own) => own.length);
    const table = element("table", undefined, "summary");
    const head = table.createTHead().insertRow();
    for (const label of [data.words.article, ...names]) {
      const cell = element("th", label);
      cell.scope = "col";
      head.append(cell);
    }
    const body = table.createTBody();
    for (const [place] of rows) {
      const row = body.insertRow();
      const first = element("th", place ?? data.words.no_article);
      first.scope = "row";
      row.append(first, ...stated.map((own, side) => besides(known, names[side], under(own, place))));
    }
    folded.append(element("summary", data.words.side_by_side), table);
    return [folded];
  }

  function besides(known, name, stated) {
    const cell = element("td");
    cell.dataset.label = name;
    const links = stated.flatMap((one) => {
      const to = element("a", one.beside);
      to.href = address(one);
      return [common.semicolon, to];
    });
    cell.append(...(links.length ? links.slice(1) : [known.none_listed]));
    return cell;
  }

  function ofTreaty(treaty, known, question) {
    const { a, b, day } = question;
    const status = statusDay(treaty, known.status_as_of);
    const { inForce, asKnown, since, words } = verdict(treaty, known, question);
    const section = element("section");
    section.dataset.treaty = treaty;
    section.dataset.inForce = String(inForce);
    section.dataset.since = since || "";
    const sides = element("ul", undefined, "plain");
    sides.append(...naming(known, a, b, day, status), ...naming(known, b, a, day, status));
    sides.append(side(known, a, day, status), side(known, b, day, status));
    section.append(heading(known), element("p", words, "verdict"), sides);
    section.append(...sideBySide(known, question, status));
    if (asKnown) section.append(element("p", data.words.both_parties, "note"));
    if (!known.statements_read) section.append(element("p", data.words.statements_unread, "note"));
    return section;
  }

  function heading({ name, number }) {
    const made = element("h2", `${name} `);
    made.append(element("span", number, "number"));
    return made;
  }

  function unread(name) {
    const section = element("section");
    section.append(element("h2", name), element("p", data.words.unread, "verdict"));
    return section;
  }

  /* As a script: a page that was opened from a folder can load nothing else. */
  function load(file) {
    if (asked.has(file)) return;
    asked.add(file);
    const script = element("script");
    script.src = `between/${file}.js`;
    script.addEventListener("load", show);
    script.addEventListener("error", () => {
      asked.delete(file);
      answer.replaceChildren(element("p", data.words.failed));
    });
    document.head.append(script);
  }

  function show() {
    const question = Object.fromEntries(new FormData(form));
    const { a, b, day, treaty } = question;
    keepInAddress({ a, b, treaty, day });
    if (!a || !b || !day) return answer.replaceChildren();
    if (a === b) return answer.replaceChildren(element("p", data.words.twice));
    const { number, treaties, room } = part();
    if (!treaties) load(`${number}/treaties`);
    if (!window.between_with[room + a]) load(room + encodeURIComponent(a));
    if (!treaties || !window.between_with[room + a]) return answer.replaceChildren();
    const chosen = treaty ? [[treaty, treaties[treaty]]] : Object.entries(treaties);
    answer.replaceChildren(...chosen.map(([id, known]) => ofTreaty(id, known, question)), ...data.unread.map(unread));
  }

  form.hidden = false;
  fromAddress(form);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
