/**
 * Says before a session ends, and lets somebody stay by one button.
 *
 * Promises: two minutes before the end a bar says so, is read aloud and can be reached by keyboard; what is typed stays
 * where it is. Whoever types, scrolls or points is there: the session is told so, at most every five minutes, and no bar
 * comes. Other pages of the same browser learn of it. Once it ended, a page on which nothing was typed goes to the
 * sign-in; one with typed words keeps them and says what to do.
 */

const WARN = 120; // seconds
const TELL_EVERY = 300_000; // ms
const LONGEST = 24 * 3600; // a timer's limit; on one's own phone nothing ends while one looks

const bar = document.getElementById("session-ending");
const words = bar?.querySelector("[data-words]");
const stay = bar?.querySelector("[data-stay]");
const pages = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
let timer = 0;
let told = Date.now();
let ends = 0; // when it ends unless somebody does something
let until = 0; // when it ends whatever anybody does

function plan(idle, whole) {
  ends = Date.now() + idle * 1000;
  until = Date.now() + whole * 1000;
  hush();
}

function hush() {
  clearTimeout(timer);
  if (bar.contains(document.activeElement)) document.getElementById("content")?.focus({ preventScroll: true });
  bar.hidden = true;
  const wait = ends - Date.now() - WARN * 1000;
  if (wait < LONGEST * 1000) timer = setTimeout(warn, Math.max(wait, 0));
}

function say(kind) {
  words.textContent = bar.dataset[kind];
  stay.hidden = kind !== "ending";
  bar.querySelector("[data-again]").hidden = kind === "ending";
  bar.hidden = false;
}

function warn() {
  say(until - ends > 5000 ? "ending" : "last");
  timer = setTimeout(over, Math.max(ends - Date.now(), 0));
}

function typedOn() {
  const fields = [...document.querySelectorAll("main input:not([type=hidden]), main textarea")];
  const typed = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const unsent = document.querySelector('form[data-autosave]:not([data-state="saved"])'); // what is saved comes back
  return unsent !== null || fields.some((field) => !field.closest("form[data-autosave]") && typed(field));
}

function over() {
  if (typedOn()) say("over");
  else location.reload();
}

async function tell() {
  told = Date.now();
  const headers = { "x-csrftoken": bar.dataset.csrf, accept: "application/json" };
  const answer = await fetch("/sessions/extension", { method: "POST", headers }).catch(() => null);
  if (answer?.ok) {
    const left = await answer.json();
    plan(left.idle, left.whole);
    pages?.postMessage(left);
  } else if (answer?.status === 403) {
    const { csrf } = await answer.json(); // somebody confirmed or signed in on another page: this one's token is older
    if (!csrf || csrf === bar.dataset.csrf) return;
    bar.dataset.csrf = csrf;
    await tell();
  } else if (answer?.status === 401) {
    clearTimeout(timer);
    over();
  }
}

function there() {
  if (bar.hidden && Date.now() - told > TELL_EVERY) tell();
}

if (bar) {
  plan(Number(bar.dataset.idle), Number(bar.dataset.whole));
  stay.addEventListener("click", tell);
  for (const sign of ["keydown", "pointerdown", "scroll"]) addEventListener(sign, there, { capture: true, passive: true });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) plan(Number(bar.dataset.length), Math.max((until - Date.now()) / 1000, 0));
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > ends) over();
  });
  if (pages) pages.onmessage = ({ data }) => plan(data.idle, data.whole);
}
