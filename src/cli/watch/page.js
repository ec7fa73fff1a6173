"use strict";
// Everything is put into the page as text, never as markup.
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
let state = null;

const element = (name, text, kind) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};
const shape = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

function showLetters() {
  const select = byId("letters");
  select.replaceChildren(...state.letters.map((letter, at) => {
    const option = element("option", `${letter.number || "—"}　${letter.addressee || letter.title}`);
    option.value = at;
    return option;
  }));
  select.value = state.letter;
}

function overlay(page) {
  const { paper_width_mm: width, paper_height_mm: height } = state.area;
  const drawn = shape("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" });
  const { left_mm: left, right_mm: right, top_mm: top, bottom_mm: bottom, lines, size_pt: size } = state.area;
  if (byId("area").checked) {
    drawn.append(shape("rect", { class: "area", x: left, y: top, width: width - left - right, height: height - top - bottom }));
  }
  if (byId("grid").checked) {
    const em = size / 72 * 25.4;
    const pitch = (height - top - bottom - em) / (lines - 1);
    for (let line = 0; line < lines; line += 1) {
      for (const y of [top + line * pitch, top + line * pitch + em]) {
        drawn.append(shape("line", { class: "grid-line", x1: left, x2: width - right, y1: y, y2: y }));
      }
    }
  }
  page.querySelector("svg")?.remove();
  page.append(drawn);
}

function showPages() {
  const pages = byId("pages");
  pages.className = state.stale ? "stale" : "";
  const made = [];
  for (let at = 0; at < state.pages; at += 1) {
    const page = element("div", undefined, "page");
    const picture = element("img");
    picture.alt = `第 ${at + 1} 页 Page ${at + 1}`;
    picture.src = `page/${state.version}/${at}`;
    page.append(picture);
    page.addEventListener("click", (event) => ask(page, at, event));
    overlay(page);
    made.push(page);
  }
  pages.replaceChildren(...made);
}

// The run of text under the point, else the nearest one.
function ask(page, at, event) {
  const box = page.getBoundingClientRect();
  const x = (event.clientX - box.left) / box.width * state.area.paper_width_mm;
  const y = (event.clientY - box.top) / box.height * state.area.paper_height_mm;
  const away = ([left, top, right, bottom]) => {
    const dx = Math.max(left - x, 0, x - right);
    const dy = Math.max(top - y, 0, y - bottom);
    return dx * dx + dy * dy * 4;
  };
  const spots = state.spots.filter((spot) => spot.page === at);
  if (spots.length === 0) return;
  const nearest = spots.reduce((best, spot) => (away(spot.rect) < away(best.rect) ? spot : best));
  for (const mark of document.querySelectorAll(".mark")) mark.remove();
  const [left, top, right, bottom] = nearest.rect;
  page.querySelector("svg").append(shape("rect", { class: "mark", x: left, y: top, width: right - left, height: bottom - top }));
  tell([["模板 Template", nearest.template], ["规则 Profile", nearest.key], ["台账 Ledger", nearest.cell]]);
}

function tell(rows) {
  const given = rows.filter(([, value]) => value);
  byId("source").replaceChildren(...given.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
}

function showProblems() {
  byId("problems").replaceChildren(...state.problems.map((problem) => {
    const item = element("li", undefined, problem.severity);
    item.tabIndex = 0;
    item.append(element("div", problem.message), element("div", `${problem.place || ""} [${problem.code}]`, "place"));
    if (problem.line !== null) {
      item.append(element("pre", `${problem.line}\n${" ".repeat(Math.max(problem.column - 1, 0))}^`));
    }
    for (const hint of problem.hints) item.append(element("div", `→ ${hint}`));
    const open = () => tell([["出处 Source", problem.place], ["这一行 Line", problem.line]]);
    item.addEventListener("click", open);
    item.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
    return item;
  }));
}

function show() {
  showLetters();
  showPages();
  showProblems();
  const [kind, text] = state.busy ? ["busy", "正在排 Working…"]
    : state.stale ? ["stale", "有错误，显示的是上一次的页面 Errors: these are the last good pages"]
      : ["good", `${state.pages} 页 pages`];
  byId("status").className = kind;
  byId("status").textContent = text;
  byId("pack").textContent = `${state.profile} · ${state.pack}`;
  byId("pack").title = state.pack;
}

byId("letters").addEventListener("change", (event) => fetch(`letter/${event.target.value}`, { method: "POST" }));
for (const id of ["grid", "area"]) {
  byId(id).addEventListener("change", () => { for (const page of document.querySelectorAll(".page")) overlay(page); });
}

(async () => {
  for (;;) {
    try {
      const answer = await fetch(`state?after=${state ? state.version : 0}`);
      const told = await answer.json();
      if (!state || told.version !== state.version) {
        state = told;
        show();
      }
    } catch {
      byId("status").className = "stale";
      byId("status").textContent = "dafu watch 已经结束 has ended";
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
})();
