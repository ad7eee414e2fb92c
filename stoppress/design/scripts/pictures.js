// Pictures shown large in a dialog, and galleries walked through by key or swipe.
const room = document.querySelector("[data-enlarged]");
const dialog = room?.content.firstElementChild;
const rightToLeft = document.documentElement.dir === "rtl";
const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
const backward = rightToLeft ? "ArrowRight" : "ArrowLeft";
let series = [];
let shown = 0;
let touched = null;

function show(index) {
  shown = (index + series.length) % series.length;
  const link = series[shown];
  const image = new Image(link.dataset.width, link.dataset.height);
  image.alt = link.querySelector("img").alt;
  image.src = link.href;
  dialog.querySelector(".enlarged-picture").replaceChildren(image);
  const words = link.closest("figure").querySelector("figcaption");
  dialog.querySelector(".enlarged-words").replaceChildren(...words ? words.cloneNode(true).childNodes : []);
  dialog.querySelector(".enlarged-place").textContent = series.length > 1 ? `${shown + 1} / ${series.length}` : "";
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

// One finger across turns the page as in a book of that direction; down closes. Two fingers still zoom.
function swiped({ changedTouches: [{ clientX, clientY }] }) {
  if (!touched || visualViewport?.scale > 1) return;
  const across = (clientX - touched.clientX) * (rightToLeft ? -1 : 1), down = clientY - touched.clientY;
  touched = null;
  if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(down)) show(shown - Math.sign(across));
  else if (down > 90 && down > 2 * Math.abs(across)) dialog.close();
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
    if (key === "Home") show(0);
    if (key === "End") show(-1);
  });
  dialog.addEventListener("touchstart", ({ touches }) => { touched = touches.length === 1 ? touches[0] : null; }, { passive: true });
  dialog.addEventListener("touchend", swiped);
  dialog.addEventListener("close", () => series[shown].focus());
}

function equip(root) {
  if (dialog?.showModal) for (const link of root.querySelectorAll("[data-enlarge]")) link.addEventListener("click", open);
  for (const moving of root.querySelectorAll("picture[data-moves]")) pausable(moving);
  for (const strip of root.querySelectorAll("[data-gallery] .strip")) equipStrip(strip);
}

// Without its moving source a picture shows the still one.
function pausable(moving) {
  const source = moving.querySelector("source");
  const button = document.querySelector("[data-pause-moving]").content.firstElementChild.cloneNode(true);
  button.addEventListener("click", () => {
    const isPaused = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isPaused));
    if (isPaused) source.remove();
    else moving.prepend(source);
  });
  moving.closest("a").after(button);
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
