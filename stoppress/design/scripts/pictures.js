// Pictures shown large in a dialog, and galleries walked through by key.
const room = document.querySelector("[data-enlarged]");
const dialog = room?.content.firstElementChild;
const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
const backward = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
let series = [];
let shown = 0;

function show(index) {
  shown = (index + series.length) % series.length;
  const link = series[shown];
  const image = new Image(link.dataset.width, link.dataset.height);
  image.alt = link.querySelector("img").alt;
  image.src = link.href;
  dialog.querySelector(".enlarged-picture").replaceChildren(image);
  const words = link.closest("figure").querySelector("figcaption");
  dialog.querySelector(".enlarged-words").textContent = words ? words.textContent.replace(/\s+/g, " ").trim() : "";
  for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = series.length < 2;
}

function open(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const link = event.currentTarget;
  const gallery = link.closest("[data-gallery]");
  series = gallery ? [...gallery.querySelectorAll("[data-enlarge]")] : [link];
  show(series.indexOf(link));
  dialog.showModal();
}

if (dialog?.showModal) {
  room.replaceWith(dialog);
  dialog.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (step) show(shown + Number(step.dataset.step));
    else if (target.closest("[data-close]") || !target.closest(".enlarged-picture img, .enlarged-words")) dialog.close();
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === forward) show(shown + 1);
    if (key === backward) show(shown - 1);
  });
  dialog.addEventListener("close", () => series[shown].focus());
}

function equip(root) {
  if (dialog?.showModal) for (const link of root.querySelectorAll("[data-enlarge]")) link.addEventListener("click", open);
  for (const strip of root.querySelectorAll("[data-gallery] .strip")) equipStrip(strip);
}

function equipStrip(strip) {
  strip.addEventListener("keydown", event => {
    const step = event.key === forward ? 1 : event.key === backward ? -1 : 0;
    if (!step) return;
    const stops = [...strip.querySelectorAll("a[data-enlarge]")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "start" });
  });
}

equip(document);
document.addEventListener("story-added", ({ detail }) => equip(detail));
