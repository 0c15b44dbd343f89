/* Sorts the table by its headings, and gives what is shown as CSV: the rows of `tracker parties`, safe for spreadsheets. */
"use strict";
{
  const table = document.getElementById("participants");
  const body = table.tBodies[0];
  const collator = new Intl.Collator("en");
  const absent = new Set(common.no_value);
  const headings = [...table.querySelectorAll("th[data-sort]")];
  /* in the order of the cells of a row: the participant, then three a treaty */
  headings.sort((a, b) => (a.rowSpan === 2 ? -1 : b.rowSpan === 2 ? 1 : 0));
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => sort(heading, column));
  });

  function sort(heading, column) {
    const downwards = heading.getAttribute("aria-sort") === "ascending";
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", downwards ? "descending" : "ascending");
    const key = (row) => row.cells[column].textContent.trim();
    const rows = [...body.rows].sort((a, b) => {
      const [one, two] = [key(a), key(b)];
      if (absent.has(one) !== absent.has(two)) return absent.has(one) ? 1 : -1; /* what has no value stands last */
      return collator.compare(one, two) * (downwards ? -1 : 1);
    });
    body.append(...rows);
  }

  /* As tracker/export/tables.py writes a cell: a list in one, and nothing that a spreadsheet takes for a formula. */
  function cell(value) {
    if (value === null || value === undefined) return "";
    let text = Array.isArray(value) ? value.join(" ") : String(value);
    if (typeof value !== "number" && /^[=+\-@\t\r\n]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  document.querySelector("button[data-csv]").addEventListener("click", () => {
    const { columns, rows } = pageData();
    const shown = new Set([...body.rows].filter((row) => !row.hidden).map((row) => row.dataset.id));
    const lines = rows.filter((row) => row.standing !== "none" && shown.has(row.participant))
      .map((row) => columns.map((column) => cell(column === "status_as_of" ? statusDay(row.treaty, row[column]) : row[column])));
    const text = [columns, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "participants.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
