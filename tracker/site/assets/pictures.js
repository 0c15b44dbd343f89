/* Pictures: saved as SVG and PNG, put into other pages, and read by keyboard. What they say is in their titles. */
"use strict";
{
  const looks = ["fill", "stroke", "stroke-width", "stroke-dasharray", "display", "font-size", "font-family", "font-weight", "text-anchor", "dominant-baseline", "vector-effect"];
  const made = (name, values, text) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) one.setAttribute(key, value);
    if (text !== undefined) one.textContent = text;
    return one;
  };

  /* A picture that needs no stylesheet: with its ground, its legend, what it shows and where it is from. */
  function standing(figure) {
    const svg = figure.querySelector("svg");
    const copy = svg.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    for (const [place, one] of [svg, ...svg.querySelectorAll("*")].entries()) {
      const style = getComputedStyle(one);
      if (one.getAttribute("fill")?.startsWith("url(")) copies[place].style.setProperty("stroke", style.stroke);
      else for (const look of looks) copies[place].style.setProperty(look, style.getPropertyValue(look));
      copies[place].removeAttribute("class");
      copies[place].removeAttribute("tabindex");
    }
    const { x, y, width, height } = svg.viewBox.baseVal;
    const unit = width / 900;
    const ink = { fill: getComputedStyle(document.body).color, "font-family": "Arial, sans-serif", "font-size": 14 * unit };
    let row = y + height + 26 * unit;
    let column = x + 12 * unit;
    for (const key of figure.querySelectorAll("figcaption .key")) {
      const text = key.textContent.trim().replace(/\s+/g, " ");
      const mark = key.querySelector("[aria-hidden]");
      const wide = (30 + text.length * 7.4) * unit;
      if (column + wide > x + width) [row, column] = [row + 22 * unit, x + 12 * unit];
      if (mark) copy.append(made("rect", { x: column, y: row - 11 * unit, width: 12 * unit, height: 12 * unit, fill: colourOf(mark), stroke: ink.fill, "stroke-width": unit / 2 }));
      copy.append(made("text", { ...ink, x: column + (mark ? 18 * unit : 0), y: row }, text));
      column += wide;
    }
    const lines = [titleOf(figure), common.tools.source, svg.classList.contains("map") ? common.tools.borders : "", placeOf()];
    for (const line of lines.filter(Boolean)) {
      row += 20 * unit;
      copy.append(made("text", { ...ink, "font-size": 12 * unit, x: x + 12 * unit, y: row + 6 * unit }, line));
    }
    const whole = row + 22 * unit - y;
    copy.prepend(made("rect", { x, y, width, height: whole, fill: groundOf(figure) }));
    copy.setAttribute("viewBox", `${x} ${y} ${width} ${whole}`);
    copy.setAttribute("width", 1800);
    copy.setAttribute("height", Math.round((1800 * whole) / width));
    return { text: new XMLSerializer().serializeToString(copy), width: 1800, height: Math.round((1800 * whole) / width) };
  }

  function colourOf(mark) {
    if (mark.classList.contains("s-nostatement")) return "url(#map-hatch)";
    const { backgroundColor, borderTopColor } = getComputedStyle(mark);
    return mark.classList.contains("line") ? borderTopColor : backgroundColor;
  }

  function groundOf(figure) {
    const own = getComputedStyle(figure).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" ? getComputedStyle(document.body).backgroundColor : own;
  }

  function titleOf(figure) {
    const said = document.getElementById("shown");
    return said && figure.classList.contains("map") ? said.textContent : figure.dataset.title;
  }

  /* Where others find it: nowhere, while it lies in a folder. */
  function placeOf() {
    return location.protocol === "file:" ? "" : location.href.split("#")[0];
  }

  function save(address, name) {
    const link = element("a");
    link.href = address;
    link.download = name;
    link.click();
  }

  function saveBlob(blob, name) {
    const address = URL.createObjectURL(blob);
    save(address, name);
    URL.revokeObjectURL(address);
  }

  function savePicture(figure, kind) {
    const { text, width, height } = standing(figure);
    const name = `${figure.dataset.picture}.${kind}`;
    if (kind === "svg") return saveBlob(new Blob([text], { type: "image/svg+xml" }), name);
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = element("canvas");
      [canvas.width, canvas.height] = [width, height];
      canvas.getContext("2d").drawImage(image, 0, 0, width, height);
      canvas.toBlob((blob) => saveBlob(blob, name), "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  /* What stands in another page: the same view in a frame. */
  function frame(path) {
    const address = new URL(path, location.href);
    if (path.includes("map.html")) address.search = location.search;
    return `<iframe src="${address.href.replaceAll("&", "&amp;")}" title="${document.title.replaceAll('"', "&quot;")}" width="100%" height="620" loading="lazy"></iframe>`;
  }

  for (const figure of document.querySelectorAll("figure[data-picture]")) {
    const tools = figure.querySelector(".picture-tools");
    if (tools) {
      tools.hidden = false;
      for (const button of tools.querySelectorAll("[data-save]")) button.addEventListener("click", () => savePicture(figure, button.dataset.save));
      for (const button of tools.querySelectorAll("[data-embed]")) copies(button, () => frame(button.dataset.embed));
    }
    readByKeys(figure);
  }

  /* Arrow keys lead from one place of a picture to the next, and say what its title says. */
  function readByKeys(figure) {
    const svg = figure.querySelector("svg");
    const titled = () => {
      const every = [...svg.querySelectorAll("title")].filter((title) => title.parentNode !== svg);
      const own = every.map((title) => ({ place: title.parentNode, text: title.textContent }))
        .filter(({ place }) => !place.matches(".plain, .none, .dependent, .no-statement"));
      if (!svg.classList.contains("map")) return own;
      const once = [...new Map(own.map((one) => [one.text, one])).values()];
      return once.sort((a, b) => a.text.localeCompare(b.text, document.documentElement.lang));
    };
    if (!svg || !titled().length) return;
    const tip = element("div", "", "tip");
    tip.setAttribute("role", "status");
    tip.hidden = true;
    figure.append(tip);
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    let at = null;

    function show(one) {
      svg.querySelector(".read")?.classList.remove("read");
      at = one;
      tip.hidden = !one;
      if (!one) return;
      one.place.classList.add("read");
      tip.textContent = one.text;
      const [around, here] = [figure.getBoundingClientRect(), one.place.getBoundingClientRect()];
      const left = here.left + here.width / 2 - around.left - tip.offsetWidth / 2;
      tip.style.left = `${Math.max(0, Math.min(left, around.width - tip.offsetWidth))}px`;
      const above = here.top - around.top - tip.offsetHeight - 8;
      tip.style.top = `${above < 0 ? here.bottom - around.top + 8 : above}px`;
    }

    svg.addEventListener("keydown", (event) => {
      const every = titled();
      const place = at ? every.findIndex(({ place: one }) => one === at.place) : -1;
      const to = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: every.length - 1 }[event.key];
      if (to !== undefined && every.length) {
        event.preventDefault();
        show(every[(Math.max(to, -1) + every.length) % every.length]);
      } else if (event.key === "Enter" && at) at.place.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      else if (event.key === "Escape") show(null);
    });
    svg.addEventListener("blur", () => show(null));
  }
}
