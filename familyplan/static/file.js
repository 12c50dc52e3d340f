/**
 * A file chosen in [data-file-into] is read into the box that it names.
 *
 * Promises: the file is read on this machine and its name is sent nowhere; nothing is sent before the form's own button,
 * and what is too long is refused there, in words. Without all this the text is copied by hand.
 */

const MOST = 1_000_001; // code units: one more than the form takes
const BYTES = 4; // at most, for one sign

for (const input of document.querySelectorAll("[data-file-into]")) {
  const box = document.getElementById(input.dataset.fileInto);
  input.closest("[data-with-script]").hidden = false;
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) {
      box.value = (await file.slice(0, BYTES * MOST).text()).slice(0, MOST);
      input.value = "";
      box.focus();
    }
  });
}
