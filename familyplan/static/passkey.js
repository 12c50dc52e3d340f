/**
 * Passkeys: a form marked data-passkey ("create" or "get") asks the browser for a key and sends its answer as a plain form.
 *
 * Promises:
 * - What does not work here is not offered: a [data-with-passkey] part stays hidden unless the browser has passkeys, and a
 *   [data-without-passkey] part is hidden when it does.
 * - Nothing is sent when the person says no, or the browser does; a sentence says so and the button stays.
 * - What a form asks for stands in its data-options, as JSON with base64url for bytes; the answer goes into "credential".
 */

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Turn what the server wrote as text into the bytes that the browser wants. */
function asked(form) {
  const options = JSON.parse(form.dataset.options);
  const key = (one) => ({ ...one, id: bytes(one.id) });
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  if (options.excludeCredentials) options.excludeCredentials = options.excludeCredentials.map(key);
  if (options.allowCredentials) options.allowCredentials = options.allowCredentials.map(key);
  return { publicKey: options };
}

/** Write a key's answer as JSON; only what the server reads. */
function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const state = form.querySelector("[data-passkey-state]");
  state.textContent = state.className = "";
  try {
    const credential = await navigator.credentials[form.dataset.passkey](asked(form));
    form.elements.credential.value = written(credential);
  } catch {
    state.textContent = state.dataset.words;
    state.className = "wrong";
    return;
  }
  form.submit();
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", ask);
  for (const part of document.querySelectorAll("[data-with-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = true;
}
