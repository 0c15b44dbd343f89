/* What a reader takes along: links, a citation of today. */
"use strict";

/* Into the clipboard; by way of a field where the browser allows no other (pages from a folder). */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", text, "unseen");
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function absolute(path) {
  return new URL(path, location.href).href;
}

/* A button that copies what `text` gives at that moment, and says so. */
function copies(button, text) {
  const said = element("span", "", "count");
  said.setAttribute("role", "status");
  button.hidden = false;
  button.after(" ", said);
  button.addEventListener("click", async () => {
    const copied = text();
    said.textContent = (await copyText(copied)) ? common.tools.copied : filled(common.tools.not_copied, { text: copied });
  });
}

{
  for (const button of document.querySelectorAll("button[data-copy]")) copies(button, () => absolute(button.dataset.copy));
  const canonical = document.querySelector("link[rel=canonical]");
  const head = document.getElementById("history-head");
  const today = new Date(Date.now());
  const iso = [today.getFullYear(), today.getMonth() + 1, today.getDate()].join("-");
  for (const place of document.querySelectorAll("[data-cite]")) {
    place.textContent = filled(place.dataset.cite, {
      address: canonical ? canonical.href : location.href.split("#")[0],
      day: dayInWords(iso),
      head: head ? head.textContent : "",
    }).trim();
    place.hidden = false;
  }
  const programs = document.getElementById("programs");
  if (window.served_tables && programs) {
    const link = element("a", common.tools.tables);
    link.href = window.served_tables;
    programs.prepend(link, " · ");
  }
}
