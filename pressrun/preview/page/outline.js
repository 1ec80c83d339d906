// The outline, and what is to be mended, each line of it a way to its place.

const KINDS = { error: "Error", warning: "Warning", note: "Note" };

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function renderOutline(container, lines, remarks) {
  const list = (entries) => made("ol", {}, ...entries.map(item));
  const item = (line) => {
    const link = made("a", { href: `#${line.anchor || line.name}` }, made("span", { className: "entry" }, line.text));
    if (line.language) link.lang = line.language;
    const faults = line.path ? remarks.filter(({ path, kind }) => path === line.path && kind !== "note") : [];
    if (faults.length) link.append(badge(faults));
    if (line.page) link.append(made("span", { className: "folio", ariaLabel: `page ${line.page}`, role: "img" }, String(line.page)));
    return made("li", {}, link, ...(line.children.length ? [list(line.children)] : []));
  };
  const next = list(lines);
  if (container.firstChild?.isEqualNode(next)) return;
  const focused = container.contains(document.activeElement) && document.activeElement.hash;
  container.replaceChildren(next);
  if (focused) container.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function badge(faults) {
  const kind = faults.some((fault) => fault.kind === "error") ? "error" : "warning";
  const said = `${faults.length} to mend`;
  return made("span", { className: `badge ${kind}`, role: "img", ariaLabel: said, title: said }, String(faults.length));
}

export function markCurrent(container, name) {
  for (const link of container.querySelectorAll("a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

export function renderRemarks(section, remarks, go) {
  section.hidden = !remarks.length;
  const notes = remarks.filter(({ kind }) => kind === "note");
  const faults = remarks.filter(({ kind }) => kind !== "note");
  fill(section.querySelector("ol"), faults, go);
  const details = section.querySelector("details");
  details.hidden = !notes.length;
  details.querySelector("summary").textContent = notes.length === 1 ? "One note" : `${notes.length} notes`;
  fill(details.querySelector("ol"), notes, go);
}

function fill(list, remarks, go) {
  list.replaceChildren(...remarks.map((remark) => remarkItem(remark, go)));
}

function remarkItem(remark, go) {
  const { kind, place, message, hint, quote, name } = remark;
  const item = made("li", { className: kind }, made("span", { className: "kind" }, KINDS[kind]));
  if (place && name) {
    const way = made("button", { type: "button", className: "place-link" }, place);
    way.addEventListener("click", () => go(remark));
    item.append(" ", way);
  } else if (place) item.append(" ", made("span", { className: "place-link" }, place));
  item.append(made("p", {}, message));
  if (quote) item.append(made("p", { className: "quote" }, ...quoted(quote)));
  if (hint) item.append(made("p", { className: "hint" }, hint));
  return item;
}

// A line of the manuscript, what is meant in it marked: carets stand below that.
function quoted(excerpt) {
  const [line, below = ""] = excerpt.split("\n").map((each) => each.replace(/^ *\d* \| /, ""));
  const begin = below.indexOf("^");
  if (begin < 0) return [line];
  const end = below.lastIndexOf("^") + 1;
  return [line.slice(0, begin), made("mark", {}, line.slice(begin, end)), line.slice(end)];
}
