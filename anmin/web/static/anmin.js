/* Small comforts of the desk. Everything works without this file except search while typing. */
(() => {
  "use strict";
  const $ = (css, root = document) => root.querySelector(css);
  const $$ = (css, root = document) => [...root.querySelectorAll(css)];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  // Rows: j and k move, Enter opens.
  const rows = () => $$("tr[data-href]").filter((row) => row.offsetParent !== null);
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("at"));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    all.forEach((row) => row.classList.toggle("at", row === next));
    next.scrollIntoView({ block: "nearest" });
    const link = $("a[href]", next);
    if (link) link.focus({ preventScroll: true });
  };
  const follow = (css) => {
    const link = $(css);
    if (link) link.click();
    return Boolean(link);
  };
  const keys = {
    "/": () => { const seek = $("#seek"); if (seek) { seek.focus(); seek.select(); } return Boolean(seek); },
    j: () => { move(1); return true; },
    k: () => { move(-1); return true; },
    Enter: () => { const row = $("tr.at[data-href]"); if (row) location.assign(row.dataset.href); return Boolean(row); },
    x: () => { const box = $("tr.at input[type=checkbox]"); if (box) box.click(); return Boolean(box); },
    e: () => follow("[data-key=e]"),
    n: () => follow("[data-key=n]"),
    "[": () => follow("[data-key='[']"),
    "]": () => follow("[data-key=']']"),
    "?": () => { const box = $("#keys"); if (box) box.showModal(); return Boolean(box); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const found = $("#found");
      if (found) found.replaceChildren();
      $$("details.me[open], details.choose[open]").forEach((each) => each.removeAttribute("open"));
      if (location.hash === "#nav") location.hash = "main";
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const act = keys[event.key];
    if (act && act()) event.preventDefault();
  });

  // In the search box the arrow keys walk through what was found.
  document.addEventListener("keydown", (event) => {
    const inside = event.target.closest(".seek");
    if (!inside || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const stops = [$("#seek"), ...$$("#found a")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { next.focus(); event.preventDefault(); }
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    $$("details.me[open], details.choose[open]").forEach((each) => { if (!each.contains(target)) each.removeAttribute("open"); });
    if (!target.closest(".seek")) { const found = $("#found"); if (found) found.replaceChildren(); }

    const opener = target.closest("[data-dialog]");
    if (opener) {
      const box = document.getElementById(opener.dataset.dialog);
      if (box) {
        Object.entries(opener.dataset).forEach(([name, value]) => {
          const input = box.querySelector(`[name="${name}"]`);
          if (input) input.value = value;
          $$(`[data-text="${name}"]`, box).forEach((each) => { each.textContent = value; });
        });
        const clear = () => $$("[data-clear]", box).forEach((each) => each.replaceChildren());
        clear();
        box.addEventListener("close", clear, { once: true });
        event.preventDefault();
        box.showModal();
      }
    }
    const toggle = target.closest("[data-toggle-open]");
    if (toggle) toggle.setAttribute("aria-expanded", String(toggle.closest("form").classList.toggle("open")));
    const closer = target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
    const print = target.closest("[data-print]");
    if (print) window.print();

    const demo = target.closest("tr[data-username]");
    if (demo) {
      $("#id_username").value = demo.dataset.username;
      $("#id_password").value = demo.dataset.password;
      $("form button[type=submit]").focus();
    }
    const row = target.closest("tr[data-href]");
    if (row && !target.closest("a, button, input, label, summary") && !String(getSelection())) location.assign(row.dataset.href);
  });

  // A list's filters act at once; nothing is sent that says nothing.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-sift]");
    if (form && event.target.matches("select, input[type=date], input[type=month]")) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sift]")) $$("input, select", form).forEach((each) => { if (!each.value) each.disabled = true; });
    const button = event.submitter || $("button[type=submit]", form);
    if (form.method === "post" && button && !form.hasAttribute("hx-post")) {
      // A second click would only be refused; it is better not possible.
      setTimeout(() => { button.disabled = true; }, 0);
      setTimeout(() => { button.disabled = false; }, 8000);
    }
  });
  window.addEventListener("pageshow", () => $$("form [disabled]:not([data-stays])").forEach((each) => { each.disabled = false; }));

  // Rows to be ticked: all at once, and how many are.
  const counted = (form) => {
    const boxes = $$("tbody input[type=checkbox]", form);
    const ticked = boxes.filter((box) => box.checked).length;
    $$("[data-pick-count]", form).forEach((each) => { each.textContent = ticked; });
    $$("[data-pick-all]", form).forEach((all) => { all.checked = boxes.length > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && !all.checked; });
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-pick]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) $$("tbody input[type=checkbox]", form).forEach((box) => { box.checked = event.target.checked; });
    counted(form);
  });
  $$("form[data-pick]").forEach(counted);

  // What was typed is not lost by a slip.
  const dirty = new Set();
  document.addEventListener("input", (event) => { const form = event.target.closest("form[data-guard]"); if (form) dirty.add(form); });
  document.addEventListener("submit", (event) => dirty.delete(event.target));
  window.addEventListener("beforeunload", (event) => { if (dirty.size) event.preventDefault(); });

  const summary = $("#summary");
  if (summary) summary.focus();

  // Whole numbers shown on request go away by themselves.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    $$("[data-fade]", event.detail.target).forEach((each) => {
      setTimeout(() => { each.textContent = each.dataset.fade; each.classList.add("faded"); }, 60000);
      each.focus();
    });
  });
})();
