// The device's own share sheet, and copying the story's address.
function equip(root) {
  for (const place of root.querySelectorAll("[data-sharing]")) equipOne(place);
}

function equipOne(place) {
  const { url, title } = place.dataset;
  const share = place.querySelector("[data-share]");
  const copy = place.querySelector("[data-copy]");
  const said = place.querySelector("[data-done]");

  if (navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => navigator.share({ url, title }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(url);
      } catch {
        return;
      }
      said.textContent = said.dataset.done;
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
}

equip(document);
document.addEventListener("story-added", ({ detail }) => equip(detail));
