/**
 * Leaving at once: the button "Leave this page", or the Shift key three times in a row.
 *
 * Promises: the words are off the screen before anything else happens; this page's place in the browser's history is taken
 * by a neutral one; the session is ended. Words of a letter that were not yet saved are sent first (static/letter.js), for at
 * most LONGEST_WAIT, while the screen is already empty. Without this script the button is a plain link that does the same,
 * only slower. It cannot wipe the history of the browser itself.
 */

const PRESSES = 3;
const WITHIN = 1500; // ms from the first press to the last
const LONGEST_WAIT = 500; // ms

const link = document.querySelector("[data-exit]");
let presses = [];
let left = false;

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

async function leave() {
  if (left) return;
  left = true;
  const saving = [];
  document.dispatchEvent(new CustomEvent("leaving", { detail: { saving } })); // whoever has unsaved words adds a promise
  document.title = "…";
  document.body.replaceChildren();
  if (saving.length) await Promise.race([Promise.all(saving), new Promise((done) => setTimeout(done, LONGEST_WAIT))]);
  endSession();
  location.replace(link.dataset.exitTo);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      const now = performance.now();
      presses = event.key === "Shift" ? [...presses.filter((at) => now - at < WITHIN), now] : [];
      if (presses.length >= PRESSES) leave();
    },
    true,
  );
  addEventListener("pageshow", (event) => {
    if (event.persisted && left) location.replace(link.dataset.exitTo); // brought back by the Back button: stays empty
  });
}
