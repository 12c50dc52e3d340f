/**
 * A letter that saves itself: every <form data-autosave> of the page (see templates/parts/forms.html).
 *
 * Promises:
 * - The page says "saved" only after the server has answered so, and about the words that stand in the box.
 * - Words are sent within 2 s of a pause and at least every 10 s of typing; one request at a time, and each with its number
 *   (turn), so that an older text that was held up on its way can never replace a newer one.
 * - An answer that is not the program's own (a hotel's sign-in page, a proxy's error) is no answer; sending is tried again.
 * - Words sent after the session had ended are kept by the program for the same person; here they stay too, and are sent once
 *   more as soon as somebody has signed in again.
 * - Back never shows older words than the program has: a page that a browser kept as a whole is asked for again, unless
 *   words on it are unsent.
 * - Whatever goes wrong, the words in the box stay, the line says what happened, and sending is tried again: after 1, 2, 4, 8 …
 *   (at most 30) s, when the signal is back, and when somebody comes back from signing in.
 * - Nothing is ever kept in this browser: no storage, no cache. Closing the page with unsent words asks first; leaving by the
 *   way out does not ask.
 * - Choosing between two texts takes along what stands in the box by then. Any other form of the page waits for the words.
 *
 * The form's data-state is saved, saving, unsaved, offline, conflict, signed-out or too-long.
 */

const PAUSE = 1200; // ms without a key
const LONGEST = 8000; // ms of typing without a pause
const PATIENCE = 15000; // ms for an answer
const FIRST_RETRY = 1000; // ms, doubled each time
const LAST_RETRY = 30000; // ms
const ANNOUNCE_EVERY = 60000; // ms between two "saved" read aloud by a screen reader
const KEEPALIVE_MOST = 50000; // bytes; a browser refuses to keep larger requests alive
const LINK_WAIT = 3000; // ms that a link within the page waits for the words
const CALM = ["saved", "saving", "unsaved"];
const STUCK = ["conflict", "too-long"]; // states that only a person's next act can change

const sections = new Map(); // form -> Section
let leaving = false;

class Section {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("textarea[name=body]");
    this.line = form.querySelector("[data-save-state]");
    this.saved = this.box.defaultValue; // what the server has
    this.pending = null; // the request under way
    this.sent = null; // and its words
    this.apart = null; // words that the program keeps until somebody signs in again
    this.turn = 0; // counts what this page sent
    this.failures = 0;
    this.since = 0; // when the oldest unsent key was pressed
    this.announcedAt = 0;
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("blur", () => this.save());
    this.first = this.line?.textContent;
    form.addEventListener("submit", (event) => this.submitted(event));
    if (this.unsaved()) this.typed(); // a browser put older typing back
  }

  unsaved() {
    return (this.form.isConnected || leaving) && this.box.value !== this.saved;
  }

  /** Whether closing the page would lose words. */
  losing() {
    return this.unsaved() && this.box.value !== this.apart;
  }

  show(state, sentence, aloud = true) {
    this.form.dataset.state = state;
    if (!CALM.includes(state)) this.announcedAt = 0;
    const link = this.form.querySelector("[data-sign-in]");
    if (link) link.hidden = state !== "signed-out";
    if (!this.line || sentence === undefined || this.line.textContent === sentence) return;
    this.line.setAttribute("aria-live", aloud ? "polite" : "off");
    this.line.textContent = sentence;
  }

  words(name) {
    return this.line?.dataset[name];
  }

  typed() {
    if (!this.unsaved() && !this.pending) {
      this.settle();
      return;
    }
    this.since ||= Date.now();
    if (this.form.dataset.state === "conflict") return; // both texts are kept; the person chooses first
    if (["saved", "saving", "too-long"].includes(this.form.dataset.state)) this.show("unsaved", this.words("saving"), false);
    if (this.failures === 0) this.later(Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  /** Send what is unsent; resolves when it is known how that went. */
  save() {
    clearTimeout(this.timer);
    if (this.pending) return this.pending.then(() => this.save());
    if (!this.unsaved() || STUCK.includes(this.form.dataset.state)) return Promise.resolve();
    this.pending = this.send(this.box.value).finally(() => {
      this.pending = null;
    });
    return this.pending.then(() => {
      if (this.form.dataset.state === "unsaved") this.later(PAUSE);
    });
  }

  async send(body) {
    if (CALM.includes(this.form.dataset.state)) this.show("saving", this.words("saving"), false);
    this.since = 0;
    this.sent = body;
    try {
      let answer = await this.put(body);
      if (answer.status === 403 && (await renewed(answer))) answer = await this.put(body);
      await this.hear(answer, body);
    } catch {
      this.retry(); // no signal, or no answer in time
    }
  }

  put(body) {
    const { revision, writing, given, _csrf_token: token } = this.form.elements;
    this.turn += 1;
    const data = new URLSearchParams({ body, revision: revision.value, writing: writing.value, turn: this.turn });
    if (given) data.set("given", given.value);
    return fetch(this.form.action, {
      method: "PUT",
      body: data,
      headers: { accept: "application/json, text/html;q=0.9", "x-csrftoken": token.value },
      redirect: "manual",
      keepalive: data.toString().length < KEEPALIVE_MOST,
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async hear(answer, body) {
    if (answer.ok) return this.kept(await answer.json(), body);
    if (answer.status === 409) return this.conflict(await answer.text());
    if (answer.status === 413 || answer.status === 422) {
      return this.show("too-long", (await told(answer)).sentence ?? this.words("tooLong"));
    }
    if ([401, 403, 404].includes(answer.status)) {
      const { kept, sentence } = await told(answer);
      if (kept) this.apart = body;
      return this.show("signed-out", sentence ?? this.words("signedOut"));
    }
    return this.retry(Number(answer.headers.get("retry-after")) * 1000);
  }

  kept(told, body) {
    if (!Number.isInteger(told.revision)) throw new Error("not the program's answer");
    this.form.elements.revision.value = told.revision;
    this.saved = body;
    this.failures = 0;
    this.help(told.help ?? "");
    this.time = told.saved_at;
    if (this.unsaved()) {
      this.since ||= Date.now();
      this.show("unsaved");
    } else {
      this.settle();
    }
  }

  /** A card that comes with an answer stands under the box, once on a page, and goes with the words that called for it. */
  help(html) {
    const place = document.getElementById(`help-${this.form.dataset.key}`);
    if (!html) return place?.replaceChildren();
    if (!place || document.querySelector("[data-help-card]")) return null;
    place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    return window.htmx?.process(place);
  }

  settle() {
    clearTimeout(this.timer);
    this.since = 0;
    const now = Date.now();
    const aloud = now - this.announcedAt > ANNOUNCE_EVERY;
    if (aloud) this.announcedAt = now;
    this.show("saved", this.time ? this.words("saved")?.replace("{time}", this.time) : this.first, aloud);
  }

  retry(least = 0) {
    this.show("offline", this.words("offline"));
    this.later(Math.min(Math.max(FIRST_RETRY * 2 ** this.failures, least || 0), LAST_RETRY));
    this.failures += 1;
  }

  /** Both texts are kept by the server; show them beside the box, whose words stay. */
  conflict(html) {
    const id = `conflict-${this.form.dataset.key}`;
    const both = new DOMParser().parseFromString(html, "text/html").getElementById(id);
    if (!both) return this.retry(); // not the program's answer
    this.show("conflict", this.words("conflict"));
    document.getElementById(id)?.replaceWith(both);
    window.htmx?.process(both);
  }

  /** A button sends the form itself: only when the words are kept, so that no answer can lose them. */
  submitted(event) {
    if (!this.unsaved() || this.form.dataset.state === "conflict") {
      clearTimeout(this.timer);
      this.saved = this.box.value; // the form carries them
      return;
    }
    event.preventDefault();
    this.save().then(() => {
      if (!this.unsaved() || this.form.dataset.state === "conflict") this.form.requestSubmit(event.submitter);
    });
  }

  /** The page goes away now: nothing can be waited for. */
  flush() {
    if (!this.unsaved() || this.form.dataset.state === "too-long") return; // both texts of a conflict are kept
    if (this.pending && this.sent === this.box.value) return;
    this.put(this.box.value).catch(() => {});
  }
}

/** What an answer says beside its status; nothing where it is not the program's. */
async function told(answer) {
  return (await answer.json().catch(() => null)) ?? {};
}

/** A 403 may carry a fresh token: somebody signed in again elsewhere. */
async function renewed(answer) {
  const { csrf } = await told(answer.clone());
  if (!csrf) return false;
  for (const field of document.querySelectorAll("input[name=_csrf_token]")) field.value = csrf;
  document.body.setAttribute("hx-headers", JSON.stringify({ "x-csrftoken": csrf }));
  const exit = document.querySelector("[data-exit]");
  if (exit) exit.dataset.csrf = csrf;
  return true;
}

function unsaved() {
  return [...sections.values()].filter((section) => section.unsaved());
}

function saveAll() {
  return Promise.all(unsaved().map((section) => section.save()));
}

function wire() {
  for (const form of sections.keys()) if (!form.isConnected) sections.delete(form);
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (!sections.has(form)) sections.set(form, new Section(form));
  }
}

/** A form that chooses between two texts carries the box's words; they are kept with the choice. */
function chooses(form) {
  const section = [...sections.values()].find((one) => one.form.dataset.key === form.dataset.choice);
  if (!section) return;
  form.elements.body.value = section.box.value;
  section.saved = section.box.value;
}

/** Any other form of the page leads away or changes the letter: the words go first. */
function waits(event) {
  const form = event.target;
  if (form.matches("[data-autosave]")) return;
  if (form.dataset.choice) chooses(form);
  const mine = unsaved().filter((section) => !STUCK.includes(section.form.dataset.state));
  if (!mine.length) return;
  event.preventDefault();
  event.stopPropagation();
  const again = () => form.requestSubmit(event.submitter);
  saveAll().then(() => (mine.some((section) => section.unsaved()) ? null : again())); // the line says why it stays
}

function leads(event) {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || "exit" in link.dataset) return null;
  const elsewhere = link.href.split("#")[0] !== location.href.split("#")[0];
  return link.origin === location.origin && elsewhere ? link : null;
}

wire();
document.addEventListener("htmx:afterSettle", wire);
document.addEventListener("click", (event) => {
  const link = unsaved().length ? leads(event) : null;
  if (!link) return;
  event.preventDefault(); // a link within the page waits for the words
  const enough = new Promise((done) => setTimeout(done, LINK_WAIT));
  Promise.race([saveAll(), enough]).then(() => location.assign(link.href)); // still unsaved: the browser asks
});
document.addEventListener("submit", waits, true);
document.addEventListener("leaving", (event) => {
  leaving = true;
  event.detail.saving.push(...unsaved().map((section) => section.save()));
});
document.addEventListener("visibilitychange", saveAll);
document.addEventListener("returning", (event) => {
  if (leaving || !unsaved().length) return; // then the page is asked for again (static/exit.js)
  event.preventDefault();
  const cannot = (section) => section.losing() && section.form.dataset.state !== "signed-out";
  saveAll().then(() => (unsaved().some(cannot) ? event.detail.show() : location.reload()));
});
addEventListener("pagehide", () => unsaved().forEach((section) => section.flush()));
addEventListener("online", saveAll);
addEventListener("focus", saveAll);
addEventListener("beforeunload", (event) => {
  if (leaving || !unsaved().length) return;
  saveAll();
  if (!unsaved().some((section) => section.losing())) return;
  event.preventDefault();
  event.returnValue = ""; // older browsers ask only then
});
