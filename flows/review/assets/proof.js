// The proof page: steps from mark to mark, tells what an edit did and why, and filters marks by rule.
// All text comes from articles, so it is only ever set as text.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const proof = byId("proof");
  const wide = matchMedia("(min-width: 46rem)");

  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const words = (name) => name.replaceAll("_", " ");

  // The page says once what is the same on both sides, and leaves its tools to those who can use them.

  for (const row of proof.tBodies[0].rows) {
    const [raw, clean] = row.cells;
    if (!raw.firstChild) raw.append(...[...clean.childNodes].map((node) => node.cloneNode(true)));
    if (row.className === "heading") clean.setAttribute("aria-label", `Heading: ${clean.textContent.trim()}`);
  }
  // A table that is not laid out as one may lose what it means to a screen reader.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };
  for (const part of [proof, ...proof.querySelectorAll("thead, tbody, tr, td, th")]) part.setAttribute("role", roles[part.tagName]);

  const card = element("div", "");
  card.id = "card";
  card.setAttribute("role", "tooltip");
  card.tabIndex = 0; // a long one scrolls, by keyboard too
  card.hidden = true;
  const said = element("p", "unheard");
  said.setAttribute("role", "status");
  document.querySelector("main").append(card, said);

  // The marks

  const marks = data.marks.map((edits, nth) => ({
    number: nth + 1,
    raw: byId(`r${nth + 1}`),
    clean: byId(`c${nth + 1}`),
    told: edits,
    doubtful: edits.some((edit) => edit[1] < data.doubtful),
  }));

  const rulesOf = (mark) => mark.told.map(([kind]) => data.kinds[kind][0]);

  const editsOf = (mark) =>
    mark.told.map(([which, confidence, why, before, after]) => {
      const [rule, kind, destination] = data.kinds[which];
      return {
        rule,
        kind,
        destination,
        confidence,
        evidence: data.evidence[why],
        before: before ?? mark.raw.textContent,
        after: after ?? (destination ? "" : mark.clean.textContent),
      };
    });

  const markAt = (target) => {
    const found = target.closest?.("del[id], ins[id], .slips[id]");
    return found && proof.contains(found) ? marks[Number(found.id.slice(1)) - 1] : undefined;
  };

  // A slip says where a text went, and how it begins; the raw side has the whole of it.
  const SLIP = 240;
  for (const mark of marks) {
    for (const slip of mark.clean.querySelectorAll(".slip")) {
      const text = editsOf(mark)[slip.dataset.nth ?? 0].before.replace(/\s+/g, " ").trim();
      slip.append(element("bdi", "", text.length > SLIP ? `${text.slice(0, SLIP)}…` : text));
    }
  }

  const chosen = new Set();
  const isShown = (mark) => !chosen.size || rulesOf(mark).some((rule) => chosen.has(rule));
  const shown = () => marks.filter(isShown);

  // The tools

  const labelled = (text, type, attributes, ...after) => {
    const input = Object.assign(document.createElement("input"), { type, ...attributes });
    return element("label", "", input, " ", text, ...after);
  };

  const button = (key, text, act) => {
    const hint = element("kbd", "", key);
    hint.setAttribute("aria-hidden", "true");
    const made = element("button", "", hint, text);
    made.setAttribute("aria-keyshortcuts", key);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const tally = new Map();
  for (const mark of marks) for (const [kind] of mark.told) tally.set(kind, (tally.get(kind) ?? 0) + 1);
  const order = ["repair", "layout", "removal"];
  const rules = [...tally.keys()].sort((a, b) => order.indexOf(data.kinds[a][1]) - order.indexOf(data.kinds[b][1]) || tally.get(b) - tally.get(a));
  const chips = rules.map((nth) => {
    const [rule, kind] = data.kinds[nth];
    const chip = labelled(words(rule), "checkbox", { value: rule }, element("span", "", String(tally.get(nth))));
    chip.className = `${kind} ${rule}`;
    return chip;
  });
  const filters = element("fieldset", "rules", element("legend", "", "Only the marks of"), ...chips);

  const count = element("output", "", String(marks.length));
  const doubt = button("D", "Next doubtful", () => nextDoubtful());
  doubt.id = "doubt";
  const steps = element("div", "steps", button("P", "Previous", () => previous(shown())), count, button("N", "Next", () => next(shown())), doubt);

  const sides = ["both", "raw", "clean"].map((side) => labelled(side, "radio", { name: "side", value: side, checked: side === "both" }));
  const onlyMarked = labelled("marked passages only", "checkbox", {});
  const singleKeys = labelled("single keys N, P, D", "checkbox", { checked: true });
  const view = element("details", "view", element("summary", "", "View"));
  view.append(element("div", "", element("fieldset", "", element("legend", "unheard", "Sides"), ...sides), onlyMarked, singleKeys));
  document.querySelector(".tools").append(filters, steps, view);

  // The card

  // What cannot be seen is shown by a sign: all of a text of nothing else, the ends of any other.
  const sign = (run) => run.replace(/\n/g, "↵").replace(/[^\S↵]/g, "␣");
  const visible = (text) => {
    if (text === "") return "nothing";
    return text.trim() ? text.replace(/^\s+|\s+$/g, sign).replace(/\n/g, "↵\n") : sign(text);
  };
  const sure = (edit) => (edit.confidence < data.doubtful ? "doubtful" : "sure");
  const heading = (edit) => (edit.destination ? `${edit.kind} to ${edit.destination}` : edit.kind);

  const WEIGHT = ["removal", "repair", "layout"];

  const slipOf = (edit) =>
    element(
      "section",
      `edit ${edit.kind} ${edit.rule}`,
      element("h2", "", words(edit.rule), " ", element("small", "", heading(edit))),
      element("p", sure(edit), `${edit.confidence.toFixed(2)} ${sure(edit)}`, edit.evidence ? ` · ${edit.evidence}` : ""),
      element("p", edit.before ? "was" : "was empty", visible(edit.before)),
      element("p", edit.after ? "is" : "is empty", visible(edit.after)),
    );

  const place = (target) => {
    if (!wide.matches) return card.removeAttribute("style");
    const at = target.getClientRects()[0] ?? target.getBoundingClientRect();
    const below = at.bottom + card.offsetHeight + 12 < innerHeight;
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - 8));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? at.bottom + 8 : at.top - card.offsetHeight - 8) + scrollY}px`;
  };

  let open;
  const show = (mark, target) => {
    if (open !== mark) {
      hide();
      open = mark;
      const told = editsOf(mark).sort((a, b) => WEIGHT.indexOf(a.kind) - WEIGHT.indexOf(b.kind));
      card.replaceChildren(...told.map(slipOf));
      for (const side of [mark.raw, mark.clean]) side.classList.add("here");
    }
    card.hidden = false;
    place(target);
  };

  const hide = () => {
    card.hidden = true;
    if (open) for (const side of [open.raw, open.clean]) side.classList.remove("here");
    open = undefined;
  };

  // Stepping from mark to mark

  let current;
  const sideInView = () => (proof.dataset.side === "raw" ? "raw" : "clean");

  const sentence = (edit) =>
    `${words(edit.rule)}, ${heading(edit)}, confidence ${edit.confidence.toFixed(2)}. ` +
    `Before: ${visible(edit.before)}. After: ${visible(edit.after)}. ${edit.evidence}`;

  const go = (mark) => {
    if (!mark) return;
    const target = mark[sideInView()];
    const among = shown();
    if (current) current.removeAttribute("tabindex");
    current = target;
    target.tabIndex = 0;
    target.setAttribute("aria-describedby", "card");
    target.closest("tr").hidden = false;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    show(mark, target);
    count.textContent = `${among.indexOf(mark) + 1} of ${among.length}`;
    said.textContent = `Edit ${count.textContent}. ${editsOf(mark).map(sentence).join(" ")}`;
    history.replaceState(null, "", `#r${mark.number}`);
  };

  const isFree = (event) => !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input, select, textarea");
  const here = () => (current ? Number(current.id.slice(1)) : 0);
  const isAfter = (mark) => mark.number > here();
  const isBefore = (mark) => mark.number < here();
  const next = (among) => go(among.find(isAfter) ?? among[0]);
  const previous = (among) => go(among.findLast(isBefore) ?? among.at(-1));
  const nextDoubtful = () => next(shown().filter((mark) => mark.doubtful));

  const KEYS = {
    n: () => next(shown()),
    p: () => previous(shown()),
    d: nextDoubtful,
    D: () => previous(shown().filter((mark) => mark.doubtful)),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    if (!singleKeys.firstChild.checked || !isFree(event) || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // What opens above a mark moves it away from under its card.
  document.addEventListener("toggle", hide, true);

  // Pointing

  let leaving;
  proof.addEventListener("pointerover", (event) => {
    const mark = event.pointerType === "mouse" && markAt(event.target);
    if (!mark) return;
    clearTimeout(leaving);
    show(mark, event.target.closest("[id]"));
  });
  const leave = (event) => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  };
  proof.addEventListener("pointerout", leave);
  card.addEventListener("pointerover", () => clearTimeout(leaving));
  card.addEventListener("pointerout", leave);
  proof.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (mark && getSelection().isCollapsed) go(mark);
    else if (!mark) hide();
  });
  proof.addEventListener("focusin", (event) => {
    const mark = markAt(event.target);
    if (mark) show(mark, event.target);
  });

  // Filtering and views

  const filter = () => {
    const withMarks = new Set();
    for (const mark of marks) {
      const off = !isShown(mark);
      mark.raw.classList.toggle("off", off);
      mark.clean.classList.toggle("off", off);
      if (!off) withMarks.add(mark.raw.closest("tr"));
    }
    for (const row of proof.tBodies[0].rows) row.hidden = onlyMarked.firstChild.checked && !withMarks.has(row);
    const among = shown();
    count.textContent = chosen.size ? `${among.length} of ${marks.length}` : String(marks.length);
    doubt.disabled = !among.some((mark) => mark.doubtful);
    hide();
  };

  filters.addEventListener("change", (event) => {
    chosen[event.target.checked ? "add" : "delete"](event.target.value);
    filter();
    said.textContent = `${count.textContent} edits marked`;
  });
  onlyMarked.addEventListener("change", filter);
  view.addEventListener("change", (event) => {
    if (event.target.name !== "side") return;
    proof.dataset.side = event.target.value;
    hide();
  });
  filter();

  // A link may lead to one mark; otherwise the first can be reached by Tab.
  const linked = /^#[rc](\d+)$/.exec(location.hash);
  const first = marks[linked ? Number(linked[1]) - 1 : 0];
  // The browser's own jump to the link's target comes first: it would take the focus away again.
  if (linked) addEventListener("load", () => setTimeout(() => go(first)));
  else if (first) {
    current = undefined;
    first.clean.tabIndex = 0;
    first.clean.setAttribute("aria-describedby", "card");
    first.clean.addEventListener("blur", () => current === first.clean || first.clean.removeAttribute("tabindex"), { once: true });
  }
})();
