// Lists the stories that this browser keeps, the newest first.
const room = document.querySelector("[data-kept]");
const list = room.querySelector("ol");
const prefix = list.dataset.prefix;

document.querySelector("[data-again]").href = location.pathname.endsWith("/parts/offline.html") ? prefix + "/" : location.href;
addEventListener("online", () => location.reload());

async function kept() {
  const found = new Map();
  for (const name of ["stories:" + prefix, "saved"]) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      if (!new URL(url).pathname.startsWith(prefix + "/2")) continue;
      const made = new DOMParser().parseFromString(await (await cache.match(url)).text(), "text/html");
      const headline = made.querySelector("h1")?.textContent.trim();
      if (headline) found.set(url, headline);
    }
  }
  return [...found].reverse();
}

kept().then(stories => {
  for (const [url, headline] of stories) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = new URL(url).pathname;
    link.textContent = headline;
    item.append(link);
    list.append(item);
  }
  room.hidden = !stories.length;
}).catch(() => { /* There is still the way back. */ });
