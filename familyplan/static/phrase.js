/**
 * Marking a phrase: what is selected in a part of a letter ([data-section]) goes into the form of a thought.
 *
 * Promises: by mouse, keyboard or finger; the words go in as they stand in the text, not as they are laid out; `starts`
 * counts code points, as the server does; a selection that leaves one part, or is empty, changes nothing, so that what
 * was selected stays when the form is touched. [data-jump] leads to the form and is there once something is selected.
 * Without all this the phrase is copied by hand.
 */

const SETTLED = 150; // ms without a change: handles of a selection are dragged in many small steps

function part(node) {
  return (node instanceof Element ? node : node.parentElement)?.closest("[data-section]");
}

function jump() {
  return document.querySelector("[data-jump]");
}

/** Put in where the phrase begins: a hidden field, or the places of a phrase that stands twice. */
function begins(form, starts) {
  const places = form.querySelectorAll("[name=starts]");
  for (const place of places) {
    if (place.type === "radio") place.checked = place.value === String(starts);
    else place.value = starts;
  }
}

function take() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const text = part(range.startContainer);
  const form = document.querySelector("form:has([name=phrase])");
  if (!form || !text || part(range.endContainer) !== text) return;
  const whole = range.toString();
  const phrase = whole.trim();
  if (!phrase) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const blanks = whole.slice(0, whole.length - whole.trimStart().length);
  form.elements.section.value = text.dataset.section;
  form.elements.phrase.value = phrase;
  begins(form, [...before.toString(), ...blanks].length);
  if (jump()) jump().hidden = false;
}

let waiting;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(take, SETTLED);
}

for (const kind of ["pointerup", "keyup"]) document.addEventListener(kind, () => setTimeout(take));
document.addEventListener("selectionchange", soon);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-jump]");
  if (!link) return;
  event.preventDefault();
  take();
  link.hidden = true;
  const form = document.querySelector("form:has([name=phrase])");
  document.getElementById("thought")?.scrollIntoView({ block: "start" });
  form?.elements.note.focus({ preventScroll: true });
});
