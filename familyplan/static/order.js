/**
 * Dragging one thing of an order to another place, with a mouse.
 *
 * Promises: what is dropped is sent by the page's own form, so that it is answered and refused like the buttons beside
 * each thing; those do all of it without this script. A list that htmx replaced can be dragged in as well.
 */

let dragged = null;

const listOf = (thing) => thing?.closest?.("[data-order]");
const itemAt = (event) => event.target.closest?.("[data-item]");

function ready() {
  for (const item of document.querySelectorAll("[data-order] > [data-item]")) item.draggable = true;
}

document.addEventListener("dragstart", (event) => {
  dragged = itemAt(event);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  dragged.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  if (dragged && listOf(event.target) === listOf(dragged)) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const list = listOf(event.target);
  if (!dragged || !list || list !== listOf(dragged)) return;
  event.preventDefault();
  const over = itemAt(event);
  const half = over && over.getBoundingClientRect();
  const below = over && event.clientY > half.top + half.height / 2;
  const before = below ? over.nextElementSibling : over;
  const standsThere = before ? before.previousElementSibling : list.lastElementChild;
  if (before === dragged || standsThere === dragged) return;
  const form = list.parentElement.querySelector("form[data-drop]");
  form.elements[list.dataset.name].value = dragged.dataset.item;
  form.elements.before.value = before?.dataset.item ?? "";
  form.requestSubmit();
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
});

document.addEventListener("htmx:afterSettle", ready);
ready();
