/* The map on any day: the standing of every participant towards the chosen treaty, from the data in the page. */
"use strict";
{
  const data = pageData();
  const form = document.getElementById("choice");
  const { treaty, slider, day, earlier, later, play } = form.elements;
  const { root } = form.dataset;
  const step = 350; // ms from act to act while it plays
  let playing = null;
  const shown = document.getElementById("shown");
  const lists = document.getElementById("standing-lists");
  const standings = ["party", "contracting", "signatory", "invited", "former", "by_rule", "left_by_rule"];
  const words = data.words;
  const places = [...document.querySelectorAll("svg.map [data-id]:not(.no-statement)")].map((place) => ({
    place, id: place.dataset.id, title: place.querySelector("title"),
    kind: place.classList.contains("spot") ? "spot" : "land",
    dependent: place.classList.contains("dependent") || place.dataset.id in data.territories }));
  const first = Date.parse(day.min);
  const dayOf = (number) => new Date(first + number * 86400000).toISOString().slice(0, 10);
  const numberOf = (iso) => Math.round((Date.parse(iso) - first) / 86400000);

  function statusOf(id) {
    return statusDay(id, data.treaties[id].status_as_of);
  }

  function standingOn(id, on) {
    const held = heldOn(data.treaties[treaty.value].standings[id], on, statusOf(treaty.value));
    return held ? held[1] : "none";
  }

  /* Every day on which a standing towards the chosen treaty begins. */
  function turns() {
    const days = Object.values(data.treaties[treaty.value].standings).flat().map(([from]) => from);
    return [...new Set(days)].filter((from) => from && from >= day.min && from <= day.max).sort();
  }

  function draw() {
    const known = data.treaties[treaty.value];
    const on = day.value;
    for (const { place, id, title, kind, dependent } of places) {
      const standing = standingOn(id, on);
      const apart = dependent && standing === "none";
      place.setAttribute("class", `${kind} ${apart ? "dependent" : standing}`);
      const territory = data.territories[id];
      if (data.names[id] && title) title.textContent = filled(words.place, { name: data.names[id], standing: words[standing] });
      if (territory && title) {
        title.textContent = filled(apart ? words.apart : words.place,
          { name: territory.name, state: data.names[territory.of], standing: words[standing] });
      }
    }
    if (lists) lists.replaceChildren(...standings.flatMap((standing) => list(standing, on)));
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = number(count.dataset.count, on);
    const status = statusOf(treaty.value);
    shown.textContent = filled(status && on > status ? words.late : words.shown,
      { treaty: known.name, day: dayInWords(on), status: status && dayInWords(status) });
    slider.value = numberOf(on);
    slider.setAttribute("aria-valuetext", dayInWords(on));
    const days = turns();
    earlier.disabled = !days.some((from) => from < on);
    later.disabled = !days.some((from) => from > on);
    if (!playing) keepInAddress({ treaty: treaty.value, day: on }); // browsers allow it only so often
  }

  function bound(standing, on) {
    return Object.keys(data.names).filter((id) => standingOn(id, on) === standing);
  }

  /* A source lists the invited of its own day: of earlier days nothing is known. */
  function number(standing, on) {
    const known = data.treaties[treaty.value];
    const told = standing !== "invited" || !known.by_invitation
      || (known.invited_known && on >= (statusOf(treaty.value) || ""));
    return told ? bound(standing, on).length : words.not_known;
  }

  function list(standing, on) {
    const own = bound(standing, on);
    if (!own.length) return [];
    const heading = document.createElement("h3");
    const count = document.createElement("span");
    count.className = "count";
    count.textContent = own.length;
    heading.append(`${words[standing]} `, count);
    const names = document.createElement("p");
    names.className = "names";
    own.sort((a, b) => data.names[a].localeCompare(data.names[b], document.documentElement.lang || "en")).forEach((id, index) => {
      const link = document.createElement("a");
      link.href = `${root}participant/${encodeURIComponent(id)}.html`;
      link.textContent = data.names[id];
      names.append(index ? ", " : "", link);
    });
    return [heading, names];
  }

  function goTo(iso) {
    if (!iso) return;
    day.value = iso;
    day.removeAttribute("aria-invalid");
    draw();
  }

  /* From act to act until the last one or a second press; from the first day where it stands at the end. */
  function stop() {
    clearInterval(playing);
    playing = null;
    play.textContent = words.play;
    shown.setAttribute("aria-live", "polite");
    draw();
  }

  function start() {
    if (!turns().some((from) => from > day.value)) day.value = day.min;
    shown.setAttribute("aria-live", "off");
    play.textContent = words.pause;
    playing = setInterval(() => {
      const next = turns().find((from) => from > day.value);
      if (next) goTo(next);
      else stop();
    }, step);
    draw();
  }

  form.hidden = false;
  day.max = Object.keys(data.treaties).map(statusOf).filter(Boolean).concat(day.max).sort().at(-1);
  slider.max = numberOf(day.max);
  day.value = day.max;
  fromAddress(form);
  if (!day.value || day.value < day.min || day.value > day.max) day.value = day.max;
  slider.addEventListener("input", () => goTo(dayOf(Number(slider.value))));
  day.addEventListener("input", () => {
    const fits = day.value && day.validity.valid;
    day.setAttribute("aria-invalid", String(!fits));
    if (fits) draw();
    else shown.textContent = filled(words.range, { first: dayInWords(day.min), last: dayInWords(day.max) });
  });
  earlier.addEventListener("click", () => goTo(turns().filter((from) => from < day.value).at(-1)));
  later.addEventListener("click", () => goTo(turns().find((from) => from > day.value)));
  play.addEventListener("click", () => (playing ? stop() : start()));
  treaty.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const { place, id } of places) {
    if (!data.names[id]) continue;
    place.dataset.linked = "";
    place.addEventListener("click", () => {
      const address = `${root}participant/${encodeURIComponent(id)}.html`;
      if ("blank" in form.dataset) window.open(address, "_blank", "noopener");
      else location.href = address;
    });
  }
  draw();
}
