/* The plan wall by keyboard: j k move, Enter confirms, e corrects, d drops, s splits, m merges, u undoes.
   Without this file every act is a plain form and every mark a link. */
(() => {
  "use strict";
  const wall = document.querySelector(".wall");
  if (!wall) return;
  const $ = (css, root = document) => root.querySelector(css);
  const $$ = (css, root = document) => [...root.querySelectorAll(css)];
  document.documentElement.classList.add("walled");
  const narrow = matchMedia("(max-width: 800px)");
  let at = null; // the key of the row one is at

  const items = () => $$(".item").filter((item) => !item.closest("details:not([open])"));
  const item = (key) => document.getElementById(`i${key}`);
  const marks = (key) => $$(`.q[data-items~="${key}"]`);

  const tab = (name) => {
    for (const side of ["doc", "items", "outline"]) document.getElementById(side).classList.toggle("shown", side === name);
    $$(".wall-tabs a").forEach((link) => {
      if (link.dataset.tab === name) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
  };

  // The middle of a scrolling side, or of the page where sides do not scroll.
  const bring = (element, side) => {
    if (!element || !element.offsetParent) return;
    const box = document.getElementById(side).querySelector(".doc, .items");
    if (box.scrollHeight <= box.clientHeight + 1 || narrow.matches) {
      element.scrollIntoView({ block: narrow.matches ? "center" : "nearest" });
      return;
    }
    const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const room = box.clientHeight - element.offsetHeight;
    if (top < 20 || top > room - 20) box.scrollTop += top - Math.max(room / 2, 20);
  };

  const select = (key, { from = "items", focus = true, still = false } = {}) => {
    if (!key || !item(key)) return;
    at = String(key);
    const hidden = item(key).closest("details:not([open])");
    if (hidden) hidden.open = true;
    $$(".item.at, .q.at").forEach((each) => each.classList.remove("at"));
    item(key).classList.add("at");
    marks(key).forEach((each) => each.classList.add("at"));
    if (narrow.matches && from === "doc") tab("items");
    if (!still) { bring(item(key), "items"); bring(marks(key)[0], "doc"); }
    if (focus) item(key).focus({ preventScroll: true });
  };
  const go = (portion) => {
    const link = $(`[data-portion=${portion}]`);
    if (link) link.click();
    return Boolean(link);
  };
  const step = (by) => {
    const all = items();
    if (!all.length) return;
    const now = all.findIndex((each) => each.dataset.item === at);
    if ((now + by >= all.length && go("after")) || (now + by < 0 && now >= 0 && go("before"))) return;
    select(all[Math.min(Math.max(now + by, 0), all.length - 1)].dataset.item);
  };
  const nextOpen = () => {
    const all = items();
    const now = all.findIndex((each) => each.dataset.item === at);
    const open = [...all.slice(now + 1), ...all.slice(0, now)].find((each) => ["doubtful", "read"].includes(each.dataset.state));
    if (open) select(open.dataset.item);
    else if (!go("after")) select(at);
  };

  const press = (css) => {
    const button = at && item(at) && $(css, item(at));
    if (button) button.click();
    return Boolean(button);
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    Enter: () => { if (!press("[value=confirm]")) nextOpen(); },
    e: () => press("[data-act=correct]"),
    d: () => press("[value=drop]"),
    m: () => press("[value=merge]"),
    s: () => {
      const more = at && item(at) && $(".item-more", item(at));
      if (more) { more.open = true; $("input", more).focus(); }
    },
    u: () => { const form = $("#undo"); if (form) form.requestSubmit(); },
    o: () => { const link = $("#items .end a"); if (link) link.click(); },
    t: () => { const link = $("[data-key=t]"); if (link) link.click(); },
    r: () => { const link = $("[data-key=r]"); if (link) link.click(); },
    x: () => { const link = $("[data-key=x]"); if (link) link.click(); },
    "?": () => $("#wall-keys").showModal(),
  };
  // Before the desk's own keys, which would export on e and open the first row on Enter.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog[open]")) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && typing && typing.closest(".item")) {
      const cancel = $("[data-act=cancel]", typing.closest(".item"));
      if (cancel) cancel.click(); else { typing.closest("details").open = false; select(at); }
      event.preventDefault();
      return;
    }
    if (typing && event.key === "Enter" && typing.name === "surface" && typing.closest(".item")) {
      $("[value=split]", typing.closest(".item")).click(); // the first button of the form would confirm
      event.preventDefault();
      return;
    }
    if (typing) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    if (!(event.key in keys)) return;
    keys[event.key]();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".q[data-items]");
    if (mark) {
      const found = mark.dataset.items.split(" ");
      if (!item(found[0])) return; // its row stands on another page: the link leads there
      select(found[(found.indexOf(at) + 1) % found.length], { from: "doc" }); // a second click goes on to the next of them
      event.preventDefault();
      return;
    }
    const side = event.target.closest("[data-tab]");
    if (side) { tab(side.dataset.tab); event.preventDefault(); return; }
    const place = event.target.closest(".item-kind");
    if (place) {
      const key = place.closest(".item").dataset.item;
      if (narrow.matches) tab("doc");
      select(key);
      bring(marks(key)[0], "doc");
      event.preventDefault();
      return;
    }
    const line = event.target.closest(".wall-outline li a");
    if (line) {
      if (narrow.matches) tab("doc");
      $$(".doc p.at").forEach((each) => each.classList.remove("at"));
      const target = document.getElementById(line.hash.slice(1));
      target.classList.add("at");
      const box = $(".doc");
      if (narrow.matches) target.scrollIntoView({ block: "start" });
      else box.scrollTop += target.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
      event.preventDefault();
      return;
    }
    const cancel = event.target.closest("[data-act=cancel]");
    if (cancel && cancel.closest(".item-edit")) {
      cancel.closest(".item-edit").replaceChildren();
      select(at);
      event.preventDefault();
      return;
    }
    const row = event.target.closest(".item[data-item]");
    if (row && row.dataset.item !== at) select(row.dataset.item, { focus: !event.target.closest("a, button, input, select, summary, label") });
  });

  // What comes back: a row in its new state, or its form.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const element = event.detail.elt;
    const form = element.classList.contains("item-edit") ? $("input:not([type=hidden]):not([type=radio]), select", element) : null;
    if (form) { element.scrollIntoView({ block: "nearest" }); form.focus({ preventScroll: true }); form.select && form.select(); return; }
    if (!element.matches(".item[data-item]")) return;
    const { item: key, state } = element.dataset;
    marks(key).forEach((each) => {
      each.classList.remove("is-doubtful", "is-read", "is-confirmed", "is-corrected", "is-dropped");
      each.classList.add(`is-${state}`);
    });
    const fault = $(".wrong", element);
    if (key !== at || fault) select(key);
    else if (["confirmed", "corrected", "dropped"].includes(state)) nextOpen();
    else select(key);
  });
  document.body.addEventListener("htmx:responseError", () => {
    alert("没有保存成功。请刷新页面再试; 如果仍然不行, 请重新登录。");
  });

  tab("items");
  const asked = wall.dataset.at || location.hash.replace("#i", "");
  const first = items().find((each) => ["doubtful", "read"].includes(each.dataset.state)) || items()[0];
  if (item(asked)) select(asked);
  else if (first) select(first.dataset.item, { still: narrow.matches }); // on a phone one sees the head of the page first
})();
