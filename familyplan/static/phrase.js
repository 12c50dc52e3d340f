/**
 * Marking a phrase: what is selected in a part of a letter ([data-section]) goes into the form of a thought.
 *
 * Promises: the words go in as they stand in the text, not as they are laid out; `starts` counts code points, as the
 * server does; a selection that leaves one part, or is empty, changes nothing. Without it the phrase is copied by hand.
 */

function part(node) {
  return (node instanceof Element ? node : node.parentElement)?.closest("[data-section]");
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
  form.elements.starts.value = [...before.toString(), ...blanks].length;
}

for (const kind of ["pointerup", "keyup"]) document.addEventListener(kind, () => setTimeout(take));
