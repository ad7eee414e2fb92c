// Light or dark, text size, and menus that close when the reader turns elsewhere.
const root = document.documentElement;
const panel = document.querySelector("[data-display]");

function choose(name, choice, isDefault) {
  try {
    if (isDefault) localStorage.removeItem("display-" + name);
    else localStorage.setItem("display-" + name, choice);
  } catch { /* The choice then lasts as long as the page. */ }
  if (isDefault) delete root.dataset[name];
  else root.dataset[name] = choice;
}

if (panel) {
  panel.hidden = false;
  for (const radio of panel.querySelectorAll("input")) {
    radio.checked = root.dataset[radio.name] ? root.dataset[radio.name] === radio.value : radio.defaultChecked;
  }
  panel.addEventListener("change", ({ target }) => choose(target.name, target.value, target.defaultChecked));
}

const menus = document.querySelectorAll(".masthead details");
document.addEventListener("click", ({ target }) => {
  for (const menu of menus) if (menu.open && !menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

// What keeps stories for reading offline and shows push messages; once the page is there, and not for readers who save data.
const manifest = document.querySelector("link[rel=manifest]");
if (manifest && "serviceWorker" in navigator && !navigator.connection?.saveData) {
  addEventListener("load", () => navigator.serviceWorker.register(new URL("service-worker.js", manifest.href)).catch(() => {}));
}
