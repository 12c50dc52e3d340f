/**
 * Six large taps that work when the signal goes (templates/day/_taps.html).
 *
 * Promises:
 * - A tap is kept on this phone before anything is sent, with its own time, and is shown as "not sent yet" until the program has
 *   answered that it is there. It is sent again until then: when the signal is back, after a reload, after signing in again.
 * - Nothing arrives twice: each tap has a key of its own, made once, and the program keeps each key once. Two presses of the same
 *   button within TWICE are one tap.
 * - Its time is the phone's, put right by what the program's clock said when the page came; the program is told how far off it was.
 * - What is kept on the phone tells nothing: under a name that says nothing, a number for the button, and times. No word, no name.
 *   A time typed beside the taps is such a number too. Once sent, it is gone from the phone.
 * - Whoever leaves in a hurry: what is unsent is sent first, while the screen is already empty (static/exit.js).
 * - Another person who signs in on this phone neither sees nor sends it: the name is one person's and one family's.
 * Where a browser keeps nothing, the page itself does, and asks before it is closed.
 */

const TWICE = 2000; // ms
const PATIENCE = 15000; // ms for an answer
const FIRST_RETRY = 1000; // ms, doubled each time
const LAST_RETRY = 15000; // ms

const form = document.querySelector("form[data-live]");
const line = form.querySelector("[data-line]");
const list = form.querySelector("[data-list]");
const name = form.dataset.keep;
const offset = Number(form.dataset.now) - Date.now(); // what the phone's clock lacks
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "numeric",
  minute: "2-digit",
  timeZone: form.dataset.zone,
});
let held = []; // [key, code, at, offset, typed] in order; all that the page holds itself
let refused = {}; // key -> the sentence that says why it cannot be kept
let pending = null;
let failures = 0;
let timer = 0;
let last = { code: "", at: 0 };

/* ---- kept on the phone ---- */

function read() {
  try {
    const there = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(there) ? there.filter((tap) => Array.isArray(tap) && tap.length === 5) : [];
  } catch {
    return [];
  }
}

/** What another page of ours kept meanwhile is kept too. Whether the phone holds it all. */
function keep(gone = []) {
  const others = read().filter((tap) => !held.some((mine) => mine[0] === tap[0]));
  held = [...others, ...held].filter((tap) => !gone.includes(tap[0])).sort((one, other) => one[2] - other[2]);
  try {
    if (held.length) localStorage.setItem(name, JSON.stringify(held));
    else localStorage.removeItem(name);
    return read().length === held.length;
  } catch {
    return false;
  }
}

let fits = keep();

/* ---- shown ---- */

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button plain";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** A tap as one says it: "10:42 We have begun". */
function words([, code, at, , typed]) {
  const name = form.querySelector(`[data-code="${CSS.escape(String(code))}"]`)?.textContent ?? "";
  return `${typed || clock.format(at)} ${name}`;
}

function show() {
  list.replaceChildren(
    ...held.map((tap) => {
      const item = document.createElement("li");
      item.append(`${words(tap)}: ${refused[tap[0]] ?? form.dataset.kept} `);
      item.append(button(refused[tap[0]] ? form.dataset.close : form.dataset.undo, () => drop(tap[0])));
      return item;
    }),
  );
  form.querySelector("[data-leave-note]").hidden = !held.length;
}

function say(state, words) {
  form.dataset.state = state;
  form.querySelector("[data-sign-in]").hidden = state !== "signed-out";
  if (line.textContent !== words) line.textContent = words;
}

/** Taken back before it was sent; where it is on its way just now, it is taken back from the log. */
function drop(key) {
  delete refused[key];
  fits = keep([key]);
  show();
}

/* ---- tapped ---- */

function tapped(event) {
  const pressed = event.submitter;
  if (!pressed?.dataset.code) return;
  event.preventDefault();
  const now = Date.now();
  const { code } = pressed.dataset;
  if (last.code === code && Math.abs(now - last.at) < TWICE) return;
  last = { code, at: now };
  const when = form.elements.when;
  held.push([crypto.randomUUID?.() ?? uuid(), Number(code), now + offset, offset, when.value.trim()]);
  when.value = "";
  fits = keep();
  show();
  send();
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // where the page does not come by https
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* ---- sent ---- */

function unsent() {
  return held.filter(([key]) => !refused[key]);
}

function send() {
  clearTimeout(timer);
  if (pending) return pending.then(() => (unsent().length && !failures ? send() : null));
  if (!unsent().length) return Promise.resolve();
  pending = deliver(unsent()).finally(() => (pending = null));
  return pending;
}

async function deliver(taps) {
  try {
    let answer = await put(taps);
    if (answer.status === 403 && (await renewed(answer))) answer = await put(taps);
    if ([401, 403, 404].includes(answer.status)) return signedOut();
    const told = answer.ok ? await answer.json() : null;
    if (!Array.isArray(told?.kept)) throw new Error("not the program's answer");
    return arrived(told, taps);
  } catch {
    return retry();
  }
}

function put(taps) {
  const data = new URLSearchParams({ sent: Date.now() });
  for (const tap of taps) data.append("tap", tap.join(" "));
  return fetch(form.action, {
    method: "PUT",
    body: data,
    headers: { accept: "application/json", "x-csrftoken": form.elements._csrf_token.value },
    redirect: "manual",
    keepalive: true,
    signal: AbortSignal.timeout(PATIENCE),
  });
}

async function arrived(told, sent) {
  failures = 0;
  refused = { ...refused, ...told.refused };
  await refresh();
  fits = keep(told.kept);
  show();
  if (unsent().length) timer = setTimeout(send, FIRST_RETRY);
  say("open", unsent().length ? "" : form.dataset.sent.replace("{tap}", words(sent.at(-1))));
}

function retry() {
  say("offline", form.dataset.offline);
  timer = setTimeout(send, Math.min(FIRST_RETRY * 2 ** failures, LAST_RETRY));
  failures += 1;
}

function signedOut() {
  failures += 1;
  say("signed-out", form.dataset.signedOut);
}

/** A 403 may carry a fresh token: somebody signed in again elsewhere. */
async function renewed(answer) {
  const { csrf } = (await answer.clone().json().catch(() => null)) ?? {};
  if (!csrf) return false;
  for (const field of document.querySelectorAll("input[name=_csrf_token]")) field.value = csrf;
  document.body.setAttribute("hx-headers", JSON.stringify({ "x-csrftoken": csrf }));
  const exit = document.querySelector("[data-exit]");
  if (exit) exit.dataset.csrf = csrf;
  return true;
}

/** The log as the program has it now; where that does not come, the next answer brings it. */
async function refresh() {
  const there = document.getElementById("log");
  try {
    const answer = await fetch(form.action, {
      headers: { "hx-request": "true", "hx-target": "log" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const log = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("log");
    if (!answer.ok || !log || there.contains(document.activeElement)) return;
    there.replaceWith(log);
    window.htmx?.process(log);
  } catch {
    // what was sent is there all the same
  }
}

form.addEventListener("submit", tapped);
addEventListener("online", send);
addEventListener("focus", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
document.addEventListener("leaving", (event) => event.detail.saving.push(send()));
addEventListener("storage", ({ key }) => {
  if (key !== name) return;
  held = read();
  show();
});
addEventListener("beforeunload", (event) => {
  if (fits || !unsent().length) return;
  event.preventDefault();
  event.returnValue = ""; // older browsers ask only then
});
show();
send();
