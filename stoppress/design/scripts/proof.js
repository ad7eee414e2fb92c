// Does the sum that registering costs, while the reader fills in the form; see stoppress/readers/proof.py.
const form = document.querySelector("[data-proof]");

async function solve({ algorithm, challenge, maxNumber, salt, signature }) {
  const encoder = new TextEncoder();
  const wanted = Uint8Array.from(challenge.match(/../g), pair => parseInt(pair, 16));
  for (let number = 0; number <= maxNumber; number++) {
    const found = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(salt + number)));
    if (wanted.every((byte, index) => byte === found[index])) {
      return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
  }
  return "";
}

// Without a secure connection there is no digest; the e-mail code alone does then.
if (form && window.crypto?.subtle) {
  // A page that is the same for all readers holds no sum; it is asked for once somebody fills in the form.
  const begin = async () => form.dataset.proof ? (await fetch(form.dataset.proof)).json() : JSON.parse(document.getElementById("challenge").textContent);
  let solving;
  const start = () => solving ??= begin().then(solve).catch(() => "");
  if (form.dataset.proof) form.addEventListener("focusin", start, { once: true });
  else start();
  form.addEventListener("submit", async event => {
    event.preventDefault();
    form.elements.altcha.value = await start();
    // In a turn of its own: a browser does not send a form while it still tells of the first try.
    setTimeout(() => form.submit());
  });
}
