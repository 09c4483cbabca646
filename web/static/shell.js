// Comfort on top of pages that work without it: drafts by themselves, keys in lists, printing.
(function () {
  "use strict";

  // ---- drafts: ten seconds after the last change, and when the page is left ----
  const form = document.querySelector("form[data-draft]");
  if (form) {
    const said = document.querySelector("[data-draft-said]");
    let timer = null;
    let changed = false;
    let sending = false;

    const save = async (isLeaving) => {
      if (!changed || sending) return;
      changed = false;
      const data = new FormData(form);
      for (const name of [...data.keys()]) if (name.startsWith("file:")) data.delete(name);
      const request = { method: "POST", body: data, headers: { Accept: "application/json" }, keepalive: isLeaving };
      try {
        const answer = await fetch(form.dataset.draft, request);
        if (answer.ok && said) said.textContent = (await answer.json()).saved;
      } catch { changed = true; }
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(() => save(false), 10000);
    });
    form.addEventListener("submit", () => { sending = true; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  }

  // ---- a part of a form is fetched anew: what was typed meanwhile stays, and so does the cursor ----
  const fields = (root) => [...root.querySelectorAll("input[name], select[name], textarea[name]")].filter((field) => field.type !== "file");
  const keyOf = (field) => (["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name);
  const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
  const values = (root) => new Map(fields(root).map((field) => [keyOf(field), valueOf(field)]));
  let sent = new Map();
  let typed = new Map();
  let focus = null;
  document.addEventListener("htmx:beforeRequest", ({ detail }) => { sent = values(detail.target); });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    typed = new Map([...values(detail.target)].filter(([key, value]) => sent.has(key) && sent.get(key) !== value));
    const at = document.activeElement;
    focus = at && at.name && detail.target.contains(at) ? { key: keyOf(at), start: at.selectionStart, end: at.selectionEnd } : null;
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const root = document.getElementById(detail.target.id);
    if (!root) return;
    for (const field of fields(root)) {
      const key = keyOf(field);
      if (typed.has(key)) field[["checkbox", "radio"].includes(field.type) ? "checked" : "value"] = typed.get(key);
      if (focus && focus.key === key && document.activeElement !== field) {
        field.focus();
        if (focus.start !== null && focus.start !== undefined) field.setSelectionRange(focus.start, focus.end);
      }
    }
    typed = new Map();
    focus = null;
  });

  // ---- keys in the list of tasks: by place on the keyboard, so that they work on every layout ----
  const keys = document.querySelector("[data-keys]");
  if (keys) {
    const KEY = "q-keys-off";
    const rows = () => [...document.querySelectorAll("[data-row]")];
    let at = -1;
    const go = (step) => {
      const all = rows();
      if (!all.length) return;
      at = Math.min(Math.max(at + step, 0), all.length - 1);
      all.forEach((row, n) => row.classList.toggle("is-current", n === at));
      all[at].querySelector("[data-open]").focus();
    };
    const act = (selector) => {
      const found = rows()[at] && rows()[at].querySelector(selector);
      if (found) found.click();
    };
    const actions = {
      KeyJ: () => go(1), KeyK: () => go(-1), KeyO: () => act("[data-open]"), KeyC: () => act("[data-claim]"),
      Slash: () => { const find = document.getElementById("find") || document.getElementById("f-text"); if (find) find.focus(); },
    };
    const isOff = () => { try { return localStorage.getItem(KEY) === "1"; } catch { return false; } };
    const toggle = keys.querySelector("[data-keys-switch]");
    const say = () => { toggle.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off; };
    toggle.hidden = false;
    say();
    toggle.addEventListener("click", () => { try { localStorage.setItem(KEY, isOff() ? "" : "1"); } catch { /* private window */ } say(); });
    document.addEventListener("keydown", (event) => {
      if (isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      const action = actions[event.code];
      if (action) { event.preventDefault(); action(); }
    });
  }

  // ---- a page that waits for the system: it is asked again until nothing more comes, a reader hears what came ----
  const coming = document.querySelector("[data-again]");
  if (coming) {
    const again = () => setTimeout(look, 1000 * Number(coming.dataset.again));
    const put = (fresh) => {
      const at = coming.contains(document.activeElement) && document.activeElement.getAttribute("href");
      coming.replaceChildren(...fresh.childNodes);
      if (at) [...coming.querySelectorAll("a")].find((link) => link.getAttribute("href") === at)?.focus();
    };
    const look = async () => {
      try {
        const answer = await fetch(location.href);
        if (answer.redirected) return location.replace(answer.url);
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(coming.id);
        if (!fresh) return location.reload();
        if (fresh.innerHTML !== coming.innerHTML) put(fresh);
        if (!fresh.dataset.again) return;
        coming.dataset.again = fresh.dataset.again;
      } catch { /* no network: asked again */ }
      again();
    };
    again();
  }

  // ---- a box that drops down over the page closes on Escape, and when the focus goes on under it ----
  for (const drop of document.querySelectorAll("details.q-user, details.q-drop")) {
    drop.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drop.open) return;
      drop.open = false;
      drop.querySelector("summary").focus();
    });
    drop.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !drop.contains(relatedTarget)) drop.open = false; });
  }

  // ---- printing ----
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // ---- a list that asks again when it is changed ----
  for (const select of document.querySelectorAll("[data-reload]")) {
    select.addEventListener("change", () => select.form.requestSubmit(select.form.querySelector("[data-reload-button]")));
  }
})();
