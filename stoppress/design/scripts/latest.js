// Puts lists beside the story, or below it, once they are near the reader's view: the section's newest, what is read most.
async function load(place) {
  const room = place.querySelector("[data-room]");
  room.replaceChildren(place.querySelector("[data-skeleton]").content.cloneNode(true));
  room.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(place.dataset.latest, { signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(answer.status);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (place.dataset.story) part.querySelector(`[data-story="${place.dataset.story}"]`)?.remove();
    if (part.querySelector("li")) room.replaceChildren(...part.body.childNodes);
    else place.hidden = true;
    // Room that was held and is not needed is given back where nobody sees it move.
    if (room.getBoundingClientRect().bottom > innerHeight) room.classList.add("is-settled");
  } catch {
    room.replaceChildren(place.querySelector("[data-failure]").content.cloneNode(true));
    room.querySelector("[data-retry]").addEventListener("click", () => load(place));
  }
  room.removeAttribute("aria-busy");
}

for (const place of document.querySelectorAll("[data-latest]")) {
  place.querySelector("[data-room]").setAttribute("aria-live", "polite");
  new IntersectionObserver((entries, watcher) => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    watcher.disconnect();
    load(place);
  }, { rootMargin: "400px" }).observe(place);
}
