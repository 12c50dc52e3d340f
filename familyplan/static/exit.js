/**
 * Leaving at once: the button "Leave this page", or the Shift key three times in a row.
 *
 * Promises:
 * - The words are off the screen before anything else happens, and off every other page of ours in this browser.
 * - This page's place in the browser's history is taken by a neutral one; a page that a browser kept as a whole for its Back
 *   button comes back empty, and is asked for again.
 * - The session is ended. Words of a letter that were not yet saved are sent first (static/letter.js), here and on the other
 *   pages, for at most LONGEST_WAIT, while the screen is already empty.
 * - Pages left open when nobody is signed in any more are asked for again, unless something is typed on them.
 * Without this script the button is a plain link that does the same, only slower. It cannot wipe the history of the browser.
 */

const PRESSES = 3;
const WITHIN = 5000; // ms from the first press to the last
const LONGEST_WAIT = 500; // ms
const OTHERS_ANSWER = 80; // ms in which another page says that it has words to send

const link = document.querySelector("[data-exit]");
const state = document.querySelector("[data-exit-state]");
const root = document.documentElement;
const pages = window.BroadcastChannel ? new BroadcastChannel("pages") : null;
let presses = [];
let left = false;

const after = (delay) => new Promise((done) => setTimeout(done, delay));

/* ---- leaving ---- */

function clear() {
  document.body.replaceWith(document.createElement("body"));
  document.title = "…";
}

/** What still has to be sent from this page; whoever has unsaved words adds a promise. */
function unsent() {
  const saving = [];
  document.dispatchEvent(new CustomEvent("leaving", { detail: { saving } }));
  return Promise.all(saving);
}

function endSession() {
  const token = link.dataset.csrf;
  fetch(link.href, {
    method: "POST",
    body: new URLSearchParams({ _csrf_token: token }),
    headers: { "x-csrftoken": token },
    keepalive: true, // goes out although this page is gone
    redirect: "manual", // the answer leads elsewhere; only location.replace goes there
  }).catch(() => {});
}

/** Tell the other pages; resolves when those that have words to send have sent them. */
function tellOthers() {
  if (!pages) return Promise.resolve();
  const sending = new Set();
  return new Promise((done) => {
    pages.onmessage = ({ data }) => {
      if (data.kind === "sending") sending.add(data.page);
      if (data.kind === "sent" && sending.delete(data.page) && !sending.size) done();
    };
    pages.postMessage({ kind: "leaving" });
    after(OTHERS_ANSWER).then(() => sending.size || done());
  });
}

async function leave() {
  if (left) return;
  left = true;
  clear();
  const others = tellOthers();
  await Promise.race([Promise.all([unsent(), others]), after(LONGEST_WAIT)]);
  endSession();
  location.replace(link.dataset.exitTo);
}

/** Another page of ours was left: this one goes too. */
async function follow() {
  if (left) return;
  left = true;
  clear();
  const page = crypto.getRandomValues(new Uint32Array(1))[0];
  pages.postMessage({ kind: "sending", page });
  await Promise.race([unsent(), after(LONGEST_WAIT)]);
  pages.postMessage({ kind: "sent", page });
  location.replace(link.dataset.exitTo);
}

/* ---- three times Shift ---- */

function forget() {
  presses = [];
  if (state) state.textContent = "";
}

function pressed(event) {
  if (event.repeat) return;
  if (event.key !== "Shift") {
    forget();
    return;
  }
  const now = performance.now();
  presses = [...presses.filter((at) => now - at < WITHIN), now];
  if (presses.length >= PRESSES) leave();
  else if (state) state.textContent = presses.length === PRESSES - 1 ? state.dataset.onceMore : "";
}

/* ---- in sight above a keyboard on the screen ---- */

function stayInSight() {
  const seen = window.visualViewport;
  const under = root.clientHeight - seen.height - seen.offsetTop;
  const lifted = under > 1 && seen.scale === 1 && getComputedStyle(link).position === "fixed";
  link.style.translate = lifted ? `0 -${Math.round(under)}px` : "";
}

/* ---- a page that is older than what is true now ---- */

/** Whether something would be lost here: a letter says by its state what is unsent; of other forms what differs counts. */
function typedOn() {
  const fields = [...document.querySelectorAll("main input:not([type=hidden]), main textarea")];
  const typed = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const unsent = document.querySelector('form[data-autosave]:not([data-state="saved"])');
  return unsent !== null || fields.some((field) => !field.closest("form[data-autosave]") && typed(field));
}

/** Ask for this page again; whoever has unsent words first sends them, and shows them again where that cannot be. */
function again() {
  const show = () => (root.hidden = false);
  if (document.dispatchEvent(new CustomEvent("returning", { cancelable: true, detail: { show } }))) location.reload();
}

function hear({ data }) {
  if (data.kind === "leaving") follow();
  if (data.kind !== "nobody" || !("signedIn" in link.dataset) || left || typedOn()) return;
  root.hidden = true;
  location.reload();
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", pressed, true);
  addEventListener("pointerdown", forget, true);
  addEventListener("pagehide", (event) => {
    if (event.persisted) root.hidden = true; // should the browser keep it, it keeps an empty screen
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    root.hidden = true;
    if (left) location.replace(link.dataset.exitTo);
    else again();
  });
  window.visualViewport?.addEventListener("resize", stayInSight);
  window.visualViewport?.addEventListener("scroll", stayInSight);
  if (pages) {
    pages.onmessage = hear;
    if (!("signedIn" in link.dataset)) pages.postMessage({ kind: "nobody" });
  }
}
