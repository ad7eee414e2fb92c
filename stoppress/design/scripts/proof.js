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
  const solving = solve(JSON.parse(document.getElementById("challenge").textContent)).catch(() => "");
  form.addEventListener("submit", async event => {
    event.preventDefault();
    form.elements.altcha.value = await solving;
    // In a turn of its own: a browser does not send a form while it still tells of the first try.
    setTimeout(() => form.submit());
  });
}
