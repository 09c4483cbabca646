// Stepping through the history of a case without asking the server for each entry.
// <script type="application/json" id="steps">[{"seq": 1, "path": {...}, "calls": {...}}, ...]</script>
const data = document.getElementById("steps");
const slider = document.querySelector("[data-replay]");

if (data && slider) {
  const steps = JSON.parse(data.textContent);
  slider.hidden = false;
  slider.closest("[hidden]")?.removeAttribute("hidden");

  const said = document.querySelector("[data-replay-said]");

  // inside its list only: the page stays where it is
  const bring = (entry) => {
    const list = entry.closest("[data-entries]");
    const away = entry.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (away < 0 || away > list.clientHeight - entry.clientHeight) list.scrollTop += away - list.clientHeight / 2;
  };

  const opened = document.querySelector('[data-entry][aria-current="step"]');
  if (opened) bring(opened);

  const show = (seq) => {
    const step = steps.find((each) => each.seq === seq);
    if (!step) return;
    if (step.elsewhere) return location.assign(`${slider.dataset.replay}?seq=${seq}`);
    slider.value = String(seq);
    slider.setAttribute("aria-valuetext", `${step.said}: ${step.title}`);
    document.querySelectorAll("[data-entry]").forEach((entry) => {
      const current = Number(entry.dataset.entry) === seq;
      entry.classList.toggle("is-current", current);
      if (current) { entry.setAttribute("aria-current", "step"); bring(entry); }
      else entry.removeAttribute("aria-current");
    });
    document.querySelectorAll("[data-detail]").forEach((detail) => { detail.hidden = Number(detail.dataset.detail) !== seq; });
    for (const [host, path] of Object.entries(step.paths)) {
      document.dispatchEvent(new CustomEvent("q:path", { detail: { host, path } }));
    }
    history.replaceState(null, "", `${slider.dataset.replay}?seq=${seq}`);
    if (said) said.textContent = step.said;
  };

  const current = () => Number(slider.value);
  const last = steps.at(-1).seq;
  slider.addEventListener("input", () => show(current()));
  document.querySelectorAll("[data-step]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const by = { first: 1, back: Math.max(1, current() - 1), on: Math.min(last, current() + 1), last };
      show(by[link.dataset.step] ?? Number(link.dataset.step));
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === "ArrowLeft") show(Math.max(1, current() - 1));
    if (event.code === "ArrowRight") show(Math.min(last, current() + 1));
  });
}
