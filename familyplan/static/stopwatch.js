/**
 * A clock beside a field for seconds: start, read, stop; the field then holds the seconds, and can be changed.
 *
 * Promises: nothing is sent by it; a clock that runs shows each second; starting one stops any other; without this script
 * the field is filled by hand.
 */

let running = null;

function stop() {
  if (!running) return;
  clearInterval(running.tick);
  running.button.textContent = running.words;
  running = null;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-stopwatch]");
  if (!button) return;
  const was = running?.button;
  stop();
  if (was === button) return;
  const field = document.getElementById(button.dataset.stopwatch);
  const began = performance.now();
  const tick = setInterval(() => {
    field.value = String(Math.max(1, Math.round((performance.now() - began) / 1000)));
  }, 200);
  running = { button, tick, words: button.textContent };
  button.textContent = button.dataset.stop;
});

function ready() {
  if (running && !document.contains(running.button)) stop();
  for (const button of document.querySelectorAll("[data-stopwatch]")) button.hidden = false;
}

document.addEventListener("htmx:afterSettle", ready);
ready();
