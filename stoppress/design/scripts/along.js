// About how many read along, where the page says so; and the way to the chats, which are loaded when somebody opens them.
const present = new Map();
function showPresent() {
  for (const place of document.querySelectorAll("[data-present]")) {
    const count = present.get(place.dataset.present);
    place.hidden = !count;
    place.textContent = place.dataset.words.replace("%", count);
  }
}
document.addEventListener("live-present", ({ detail: { channel, number } }) => {
  present.set(channel, number);
  showPresent();
});
// Whoever wants to hear of something has just put it on the page.
document.addEventListener("live-want", showPresent);

const chats = document.querySelector("[data-chats-panel]");
const room = () => import(chats.dataset.chatsPanel).then(module => module.make(chats));
chats.setAttribute("aria-haspopup", "dialog");
chats.addEventListener("click", event => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  room().then(({ open }) => open(), () => { location.href = chats.href; });
});
// Who has been in a chat is told on every page what is new there.
let known = null;
try { known = localStorage.getItem("chats"); } catch { /* Then they look for themselves. */ }
if (known) addEventListener("load", () => setTimeout(() => room().then(({ watch }) => watch(), () => {}), 1500));
