// Asks the browser for a passkey and puts what it answers into the form.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
const words = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map(one => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key };
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = words(credential.response[name]);
  }
  return {
    id: credential.id, rawId: words(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey === "log-in") {
    const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    return (await answer.json()).request_options;
  }
  const given = JSON.parse(document.getElementById("passkey-options").textContent);
  return given.creation_options ?? given.request_options;
}

async function use(form) {
  const options = readable(await optionsOf(form));
  if (form.dataset.passkey !== "create") return navigator.credentials.get(options);
  if (form.elements.passwordless?.checked) {
    Object.assign(options.publicKey.authenticatorSelection ??= {}, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    });
  }
  return navigator.credentials.create(options);
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const failure = form.querySelector("[data-failure]");
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    failure.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(told(await use(form)));
      form.submit();
    } catch {
      failure.textContent = failure.dataset.failure;
    }
  });
}
