/* May one Party turn to another under an article: tests that Python answered for each side, looked up and joined. */
"use strict";
window.between_with ??= {}; // participant → its answers with every other: the files of between/ fill it
window.route_with ??= {}; // participant → what its statements mean: the files of route/ fill it
{
  const data = pageData();
  const form = document.getElementById("question");
  const answer = document.getElementById("answer");
  const asked = new Set();
  const kinds = Array.from(form.elements.namedItem("data").options, (option) => option.value);

  /* May what was read on a day be relied on for the day asked about? */
  function covers(readOn, day, today) {
    if (!readOn) return false;
    if (day <= readOn) return true;
    return day <= today && Date.parse(day) - Date.parse(readOn) <= data.recent_days * 86400000;
  }

  function worst(results) {
    return results.reduce((one, other) => (data.ranks.indexOf(other) > data.ranks.indexOf(one) ? other : one), data.ranks[0]);
  }

  /* A name as a sentence has it. */
  function nameOf(treaty, id) {
    const { inside, names, treaties } = window.between_data;
    return treaties[treaty].inside[id] || inside[id] || names[id];
  }

  function between(treaty, { a, b, day }) {
    const known = window.between_data.treaties[treaty];
    const status = statusDay(treaty, known.status_as_of);
    const { verdicts, answers, with: others } = window.between_with[a][treaty];
    const [inForce, since, sentence, late, way] = verdicts[heldOn(answers[others[b]], day, status)[1]];
    const today = todayAt(known.seat);
    const words = filled(status && day > status ? late : sentence, {
      a: nameOf(treaty, a), b: nameOf(treaty, b), day: dayInWords(day), status: status && dayInWords(status),
      ...window.between_data.tenses[day < today ? "past" : "present"],
    });
    return { inForce, since, words, way, recent: covers(status, day, today) };
  }

  /* The tests of one side: { name of a test: [result, words, rule, statements] or null }. */
  function sideOf(id, treaty, article, { day, data: kind }) {
    const { tests, treaties } = window.route_with[id];
    const own = heldOn(treaties[treaty], day, null)[1][article];
    const known = data.treaties[treaty];
    const at = (number) => number === null ? null : tests[number].map((held, place) => place === 1
      ? filled(held, { listed: known.listed_on && dayInWords(known.listed_on) }) : held);
    const ofKind = (numbers) => at(numbers[kinds.indexOf(kind)]);
    return {
      excluded_by_asked: ofKind(own.excluded_by_asked),
      excluded_by_asker: ofKind(own.excluded_by_asker),
      conditions: at(own.conditions),
      authorities: at(own.authorities),
      unread: at(own.unread),
    };
  }

  function joined(one, other) {
    if (!one || !other) return null;
    const result = one[0] || other[0] ? worst([one[0], other[0]].filter(Boolean)) : null;
    return [result, `${one[1]} ${other[1]}`, one[2], [...one[3], ...other[3]]];
  }

  /* Does the treaty apply in a territory? Nobody asks while it is not in force between the two. */
  function inTerritory(id, name, treaty, day, inForce) {
    if (!name) return null;
    if (inForce === false) return [null, filled(data.words.no_matter_where, { territory: data.territories[name] }), null, []];
    const { tests, places } = window.route_with[id];
    return tests[heldOn(places[treaty][name], day, null)[1]];
  }

  function territory(treaty, question, inForce) {
    const asked = inTerritory(question.b, question.in, treaty, question.day, inForce);
    const asker = inTerritory(question.a, question.by, treaty, question.day, inForce);
    return asked && asker ? joined(asked, asker) : asked || asker;
  }

  /* Only the territories of the State that was chosen may be. */
  function offerTerritories() {
    for (const [side, name] of [["b", "in"], ["a", "by"]]) {
      const state = form.elements.namedItem(side).value;
      const field = form.elements.namedItem(name);
      const own = [...field.options].slice(1);
      for (const option of own) option.hidden = option.disabled = option.dataset.state !== state;
      if (field.selectedIndex > 0 && own[field.selectedIndex - 1].disabled) field.value = "";
      field.parentElement.hidden = own.every((option) => option.disabled);
    }
  }

  function agreement(of, question) {
    if (!of.agreement) return null;
    const found = Object.keys(data.assistance).map((treaty) => [treaty, between(treaty, question)]);
    const held = found.filter(([, { inForce, way }]) => inForce && way !== undefined);
    if (!held.length) return [null, of.agreement.not_known, of.agreement.rule, []];
    const named = held.map(([id, { since }]) => {
      const treaty = data.assistance[id];
      return since ? filled(data.words.assistance, { treaty, day: dayInWords(since) }) : treaty;
    });
    return ["open_on_conditions", filled(of.agreement.in_force, { treaties: listed(named) }), of.agreement.rule, []];
  }

  function unread(both, treaty, day) {
    const known = data.treaties[treaty];
    if (covers(known.listed_on, day, todayAt(known.seat))) return both;
    const text = known.listed_on ? filled(known.list_not_known[0], { listed: dayInWords(known.listed_on) }) : known.list_not_known[1];
    return ["not_known", both[0] === "open" ? text : `${text} ${both[1]}`, both[2], both[3]];
  }

  function testsOf(treaty, article, question) {
    const of = data.treaties[treaty].articles[article];
    const { inForce, words, way, recent } = between(treaty, question);
    const asking = sideOf(question.a, treaty, article, question);
    const other = sideOf(question.b, treaty, article, question);
    const found = {
      bound: [recent ? way : "not_known", recent ? words : `${words} ${data.words.not_recent}`, null, []],
      article: [...of.article[kinds.indexOf(question.data)], []],
      excluded_by_asked: other.excluded_by_asked,
      excluded_by_asker: asking.excluded_by_asker,
      conditions: other.conditions,
      authorities: joined(asking.authorities, other.authorities),
      territory: territory(treaty, question, inForce),
      other_treaty: agreement(of, question),
      unread: unread(joined(asking.unread, other.unread), treaty, question.day),
    };
    return Object.entries(found).filter(([, test]) => test);
  }

  function where(question) {
    return ["in", "by"].filter((name) => question[name])
      .map((name) => filled(data.words[name], { territory: data.territories[question[name]] })).join("");
  }

  function limits(treaty) {
    const known = data.treaties[treaty];
    const status = statusDay(treaty, known.status_as_of);
    const days = { status: status && dayInWords(status), listed: known.listed_on && dayInWords(known.listed_on) };
    return filled(known.limits, days);
  }

  function item(name, [result, words, , statements], treaty) {
    const made = element("li");
    made.append(
      element("strong", data.words.tests[name]),
      filled(data.words.test, { result: data.words.results[result ?? "note"], words }),
      ...statements.flatMap((id) => {
        const to = element("a", filled(data.words.statement, { id }));
        const of = window.between_data.treaties[treaty].statements.find((one) => one.id === id);
        if (!of) return [];
        to.href = `participant/${encodeURIComponent(of.participant)}.html#statement-${of.key}`;
        return [" ", to];
      }),
    );
    return made;
  }

  function print(question) {
    const [treaty, article] = question.article.split(/\.(.*)/);
    const of = data.treaties[treaty].articles[article];
    const tests = testsOf(treaty, article, question);
    const result = worst(tests.map(([, test]) => test[0]).filter(Boolean));
    const reason = (tests.find(([, test]) => test[0] === result) || [null, [null, ""]])[1][1];
    const sentence = filled(data.words.answers[result], {
      asker: nameOf(treaty, question.a), asked: nameOf(treaty, question.b), place: of.place, day: dayInWords(question.day),
      where: where(question), reason,
    }).trim();
    const section = element("section");
    section.dataset.answer = result;
    const list = element("ul", undefined, "plain");
    list.append(...tests.map(([name, test]) => item(name, test, treaty)));
    section.append(element("h2", of.title), element("p", sentence, "verdict"), list);
    const [, [bound]] = tests[0]; // what is not in force between the two has no other way either
    if (of.then && bound !== "closed") section.append(element("p", filled(data.words.then, { next: of.then })));
    const items = [...data.treaties[treaty].notes, ...data.not_decided].join(common.semicolon);
    section.append(element("p", filled(data.words.not_decided, { items }), "note"));
    if (of.review) section.append(element("p", of.review, "note"));
    section.append(element("p", limits(treaty), "note"));
    answer.replaceChildren(section);
  }

  /* As a script: a page that was opened from a folder can load nothing else. */
  function load(path) {
    if (asked.has(path)) return;
    asked.add(path);
    const script = element("script");
    script.src = path;
    script.addEventListener("load", show);
    script.addEventListener("error", () => {
      asked.delete(path);
      answer.replaceChildren(element("p", data.words.failed));
    });
    document.head.append(script);
  }

  function missing({ a, b }) {
    const files = [["between", a, window.between_with], ["route", a, window.route_with], ["route", b, window.route_with]];
    const wanted = files.filter(([, id, held]) => !held[id]).map(([room, id]) => `${room}/${encodeURIComponent(id)}.js`);
    return window.between_data ? wanted : ["route/between.js", ...wanted];
  }

  function show() {
    offerTerritories();
    const question = Object.fromEntries(new FormData(form));
    const { a, b, article, day } = question;
    keepInAddress(question);
    if (!a || !b || !day || !article) return answer.replaceChildren();
    if (a === b) return answer.replaceChildren(element("p", data.words.twice));
    const wanted = missing(question);
    if (wanted.length) {
      answer.replaceChildren();
      return wanted.forEach(load);
    }
    print(question);
  }

  form.hidden = false;
  fromAddress(form);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
