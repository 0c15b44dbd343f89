"""Pages that are empty until their JavaScript has asked the stand-in's data service and drawn a chart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pages import About, gen3
from printed import HEADINGS

if TYPE_CHECKING:
    from jobs.demo.standin import StandIn

_COUNTS = (9_998, 9_999)  # in the place of the totals, until they are known
_FIRST = "</thead></table>\n"  # after it the sections follow

#: Draws the whole chart at once.
AT_ONCE = "everything().forEach(put => put());"
#: Draws the totals first, and then a row at each turn of the browser's own clock.
ROW_BY_ROW = (
    "const todo = everything(); todo.pop()(); const next = () => { todo.shift()?.(); setTimeout(next, 5); }; next();"
)
#: Draws the rows, and never the totals.
HALF = "everything().slice(0, -1).forEach(put => put());"
#: Draws what a person reads when something went wrong.
SORRY = 'root.innerHTML = "<h1>Something went wrong</h1><table><tr><td>Try again later</td></tr></table>";'

_SCRIPT = """
const root = document.getElementById("root");
const day = text => text ? text.slice(0, 10).split("-").reverse().join("/") : "";
const letters = {Reserves: "R", Declarations: "D", Territoires: "T", Communications: "C", Objections: "O"};
const marked = row => row.DateConsentement && !row.DateSignature ? " a" : "";
const drawn = row => {
  const flags = Object.keys(letters).filter(key => row[key]).map(key => `<a href="#">${letters[key]}.</a>`).join("");
  const link = `/en/web/conventions/full-list?module=treaties-full-list-signature&amp;CodePays=${row.CodePays}`;
  return `<td><a href="${link}">${row.LibPaysOrga}</a></td><td>${day(row.DateSignature)}</td>`
    + `<td>${day(row.DateConsentement)}${marked(row)}</td><td>${day(row.DateEntreeVigueur)}</td>`
    + `<td></td><td>${flags}</td>`;
};
const draw = lists => {
  const consents = lists.flat().filter(row => row.DateConsentement).length;
  const signed = lists.flat().filter(row => row.DateSignature && !row.DateConsentement).length;
  const [head, foot] = FRAME;
  root.innerHTML = `${head}<div id="rows"></div><div id="foot"></div>`;
  const everything = () => {
    const puts = lists.flatMap((rows, at) => rows.length ? [() => {
      document.getElementById("rows").insertAdjacentHTML(
        "beforeend", `<h5>${HEADINGS[at]}</h5><table><tbody id="s${at}"></tbody></table>`);
    }, ...rows.map(row => () => {
      document.getElementById("s" + at).insertAdjacentHTML("beforeend", `<tr>${drawn(row)}</tr>`);
    })] : []);
    puts.push(() => {
      document.getElementById("foot").innerHTML = foot.replace("SIGNED", signed).replace("CONSENTS", consents);
    });
    return puts;
  };
  HOW
};
fetch(window.conventions_api_url + "api/signatures?NumSte=NUMBER&langue=ENG",
  {headers: {token: window.conventions_api_key}}).then(answer => answer.json()).then(draw);
"""


def shell(standin: StandIn, how: str = AT_ONCE, *, before: str = "", about: About | None = None) -> bytes:
    """The page of the service's own app, with a script that draws a chart. `before`: HTML that comes first."""
    about = about or About()
    script = (
        _SCRIPT.replace("HOW", how)
        .replace("FRAME", json.dumps(_frame(about)).replace("</", "<\\/"))
        .replace("HEADINGS", json.dumps(HEADINGS[3, False]))
        .replace("NUMBER", about.number)
    )
    policy = "script-src 'unsafe-inline' 'self' http:"  # as strict as a page may be: no `eval`
    return (
        standin.page.decode()
        .replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">')
        .replace("<body>", f"<body>{before}")
        .replace("</body>", f"<script>{script}</script></body>")
        .encode()
    )


def _frame(about: About) -> tuple[str, str]:
    """What a chart prints before and after its rows; in the place of the totals SIGNED and CONSENTS."""
    page = gen3((), About(number=about.number, series=about.series, title=about.title, totals=_COUNTS)).decode()
    body = page[page.index("<body>") + len("<body>") : page.index("</body>")]
    before, _, after = body.partition(_FIRST)
    return before + _FIRST, after.replace(str(_COUNTS[0]), "SIGNED").replace(str(_COUNTS[1]), "CONSENTS")
