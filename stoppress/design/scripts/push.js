// Lets this device show push messages, and says whether it does.
const box = document.querySelector("[data-push]");
const mark = "push-breaking";
const isReader = box.dataset.whose === "reader";
const worker = new URL("service-worker.js", document.querySelector("link[rel=manifest]").href);

function say(state) {
  for (const words of box.querySelectorAll("[data-state]")) words.hidden = words.dataset.state !== state;
  for (const button of box.querySelectorAll("[data-turn]")) button.hidden = !(button.dataset.turn === "on" ? ["off", "failed"] : ["on"]).includes(state);
}

const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), sign => sign.charCodeAt(0));
const spelt = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const registered = () => navigator.serviceWorker.register(worker).then(() => navigator.serviceWorker.ready);

async function post(address, said) {
  const body = new FormData(box.querySelector("form"));
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
}

async function subscribe(registration) {
  let found = await registration.pushManager.getSubscription();
  // Made with a key that the house has replaced since.
  if (found && spelt(found.options.applicationServerKey) !== box.dataset.key) {
    await found.unsubscribe();
    found = null;
  }
  found ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
  const { endpoint, keys } = found.toJSON();
  await post(box.dataset.take, { endpoint, ...keys, key: box.dataset.key });
}

async function turnOn() {
  if (await Notification.requestPermission() !== "granted") return look();
  await subscribe(await registered());
  if (!isReader) localStorage.setItem(mark, box.dataset.take);
  return isReader ? location.reload() : say("on");
}

async function turnOff() {
  const found = await (await registered()).pushManager.getSubscription();
  localStorage.removeItem(mark);
  if (found) {
    const { endpoint, keys } = found.toJSON();
    await post(box.dataset.forget, { endpoint, auth: keys.auth });
    await found.unsubscribe();
  }
  return isReader ? location.reload() : say("off");
}

async function isKnown(found) {
  if (!isReader) return localStorage.getItem(mark) === box.dataset.take;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(found.endpoint)));
  const hex = [...digest].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return !!document.querySelector(`[data-device="${hex}"]`);
}

async function look() {
  if (!("serviceWorker" in navigator) || !window.PushManager || !window.Notification) return say("unable");
  if (Notification.permission === "denied") return say("blocked");
  const registration = await registered();
  const found = await registration.pushManager.getSubscription();
  if (!found || Notification.permission !== "granted" || !await isKnown(found)) return say("off");
  // Renews what the server knows: another key of the house, another edition.
  await subscribe(registration);
  return say("on");
}

for (const button of box.querySelectorAll("[data-turn]")) {
  button.addEventListener("click", () => (button.dataset.turn === "on" ? turnOn() : turnOff()).catch(() => say("failed")));
}
look().catch(() => say("unable"));
