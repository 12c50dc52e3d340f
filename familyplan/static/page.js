/**
 * What every page does beyond its HTML.
 *
 * Promises: after htmx replaced a part of the page, the keyboard is where it should go on (a field with a sentence beside it
 * first, then whatever asks for it by data-focus), never lost at the top; when an answer did not come, a bar says so in the
 * page's own language and the words in the form stay; a form that is not let through as it is (the page is older than the
 * session, or whoever it is has to confirm first) is sent as a plain one, whose whole page says what to do and holds the
 * words; a button pressed while an answer that will replace it is still under way
 * is not lost: it is sent after that answer, and its own answer shows; buttons that need a script show themselves only where
 * it can work.
 * Everything else on the page works without this script.
 */

const bar = document.getElementById("page-notice");

function say(kind) {
  if (!bar) return;
  bar.querySelector("[data-words]").textContent = bar.dataset[kind];
  bar.querySelector("[data-sign-in]").hidden = kind !== "signedOut";
  bar.hidden = false;
}

function hush() {
  if (bar) bar.hidden = true;
}

bar?.querySelector("[data-close]").addEventListener("click", hush);
/** Send a form as one without this script would be; its answer is a whole page. Nothing was done by the first try. */
function sendPlain(form, pressed) {
  if (pressed?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  const { elt, requestConfig, xhr } = detail;
  if (xhr.status === 403 && elt instanceof HTMLFormElement) sendPlain(elt, requestConfig?.triggeringEvent?.submitter);
  else say(xhr.status === 401 ? "signedOut" : "failed");
});
document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:timeout", () => say("offline"));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) hush();
});

/* ---- one answer after the other, where both would replace the same place ---- */

const answering = new Map(); // form -> the place that its answer will replace
let free = Promise.resolve(); // when the last of them has its answer in place

document.addEventListener("htmx:beforeSend", (event) => {
  const { elt, target, xhr } = event.detail;
  answering.set(elt, target);
  const ended = new Promise((done) => xhr.addEventListener("loadend", () => setTimeout(done)));
  free = Promise.all([free, ended.then(() => answering.delete(elt))]);
});

document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, verb, path, triggeringEvent } = event.detail;
  const inTheWay = ([form, place]) => form !== elt && (place.contains(elt) || place.contains(target));
  if (!(elt instanceof HTMLFormElement) || !target.id || ![...answering].some(inTheWay)) return;
  event.preventDefault();
  const values = new FormData(elt, triggeringEvent?.submitter);
  const where = { target: `#${target.id}`, swap: elt.getAttribute("hx-swap"), select: elt.getAttribute("hx-select") };
  free = free.then(() => window.htmx.ajax(verb, path, { ...where, values })).catch(() => {}); // the bar says it
});

/* ---- where the keyboard goes on ---- */

function within(part, selector) {
  return part.matches(selector) ? part : part.querySelector(selector);
}

function goOn(part) {
  const wrong = within(part, '[aria-invalid="true"]');
  const field = wrong?.matches("fieldset") ? wrong.querySelector("input") : wrong;
  const lost = !document.activeElement || document.activeElement === document.body;
  const next = field ?? within(part, "[data-focus]") ?? (lost ? within(part, "h1, h2, h3, button, a") ?? part : null);
  if (!next) return;
  if (next.tabIndex < 0) next.setAttribute("tabindex", "-1");
  next.focus({ preventScroll: !field });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target instanceof Element && event.target.isConnected) goOn(event.target);
  dress(document);
});

// A whole page that came back with a sentence beside a field: there, and not at the top, is where one goes on.
const refused = document.querySelector('main [aria-invalid="true"], main [role="alert"]');
if (refused) {
  goOn(refused);
  refused.scrollIntoView({ block: "center" });
}

/* ---- buttons that need a script ---- */

const voice = window.speechSynthesis;
let speaking = null; // the button whose block is being read

function quiet() {
  voice?.cancel();
  if (!speaking) return;
  speaking.textContent = speaking.dataset.words;
  speaking = null;
}

function speak(button) {
  const again = speaking === button;
  quiet();
  if (again) return;
  const block = document.getElementById(button.dataset.hear);
  const told = new SpeechSynthesisUtterance(block?.innerText ?? "");
  told.lang = document.documentElement.lang;
  told.rate = 0.9;
  told.onend = quiet;
  button.dataset.words = button.textContent;
  button.textContent = button.dataset.stop;
  speaking = button;
  voice.speak(told);
}

function dress(root) {
  for (const button of root.querySelectorAll("[data-print][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  if (!voice?.getVoices().length) return;
  for (const button of root.querySelectorAll("[data-hear][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => speak(button));
  }
}

voice?.addEventListener?.("voiceschanged", () => dress(document));
addEventListener("pagehide", quiet);
document.addEventListener("leaving", quiet);
dress(document);
