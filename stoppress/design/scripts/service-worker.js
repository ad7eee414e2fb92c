// Works for one edition while no page of it is open: shows push messages, and keeps stories for reading offline.
// Before this the press sets EDITION: prefix, the page for what is not kept, icon, its own files, and how the pages are designed.
const { prefix, offline, icon, files, design } = EDITION;
const STORIES = "stories:" + prefix, SAVED = "saved", LOOK = "look:" + prefix + ":" + design, PICTURES = "pictures";
const MOST = { [STORIES]: 50, [SAVED]: 200, [PICTURES]: 120 };
const isStory = url => url.origin === location.origin && url.pathname.startsWith(prefix + "/") && /^\/\d{8}\/.*--\d+\.html$/.test(url.pathname.slice(prefix.length));
const plain = url => url.origin + url.pathname;

async function keep(name, key, answer) {
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, answer);
  // Those that were put in first go first.
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST[name]))) await cache.delete(old);
}

async function forget(key) {
  for (const name of [STORIES, SAVED]) await (await caches.open(name)).delete(key);
}

async function begin() {
  const cache = await caches.open(LOOK);
  await cache.addAll([offline, ...files]);
}

async function takeOver() {
  for (const name of await caches.keys()) if (name.startsWith("look:" + prefix + ":") && name !== LOOK) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
  // The page that brought us here was not asked for through us.
  for (const client of await clients.matchAll({ type: "window" })) {
    const url = new URL(client.url);
    if (isStory(url)) await fetch(plain(url)).then(answer => answer.ok && keep(STORIES, plain(url), answer));
  }
}

// A page comes from the net; of a story a copy stays, and goes when the story is withdrawn.
async function page(event, url) {
  try {
    const answer = await event.preloadResponse ?? await fetch(event.request);
    if (isStory(url)) {
      if (answer.ok && !answer.redirected) event.waitUntil(keep(STORIES, plain(url), answer.clone()));
      else if ([404, 410, 451].includes(answer.status)) event.waitUntil(forget(plain(url)));
    }
    return answer;
  } catch (failure) {
    const kept = await caches.match(plain(url)) ?? await caches.match(offline);
    if (kept) return kept;
    throw failure;
  }
}

// Files of the design have names of their own for each version: what is kept is right.
async function file(event, name) {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok && answer.status === 200) {
    const copy = answer.clone();
    event.waitUntil(name === PICTURES ? keep(PICTURES, event.request, copy) : caches.open(name).then(cache => cache.put(event.request, copy)));
  }
  return answer;
}

addEventListener("install", event => event.waitUntil(begin().then(() => skipWaiting())));
addEventListener("activate", event => event.waitUntil(takeOver()));

addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const below = url.pathname.slice(prefix.length);
  if (request.mode === "navigate") {
    // Of other editions, of accounts and of the desk nothing is kept.
    if (url.pathname.startsWith(prefix + "/") && !/^\/(account|desk|api|documents|live)\//.test(below)) event.respondWith(page(event, url));
  } else if (/^\/static\/(styles|scripts|fonts|icons)\//.test(url.pathname)) event.respondWith(file(event, LOOK));
  else if (url.pathname.startsWith("/img/") && request.destination === "image") event.respondWith(file(event, PICTURES));
});

addEventListener("message", event => {
  const { keep: wanted, drop } = event.data ?? {};
  if (drop) event.waitUntil(caches.open(SAVED).then(cache => cache.delete(location.origin + drop)));
  const url = wanted && new URL(wanted, location.origin);
  if (url && isStory(url)) event.waitUntil(fetch(plain(url)).then(answer => answer.ok && keep(SAVED, plain(url), answer)));
});

addEventListener("push", event => {
  let said = {};
  try { said = event.data.json(); } catch { /* Something must be shown all the same, or the browser shows its own words. */ }
  event.waitUntil(registration.showNotification(said.title || EDITION.name, {
    body: said.body, tag: said.tag, renotify: !!said.tag, lang: said.lang || EDITION.lang, dir: "auto", icon, badge: icon,
    data: { url: said.url || prefix + "/" },
  }));
});

addEventListener("notificationclick", event => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || prefix + "/", location.origin);
  if (!/^https?:$/.test(url.protocol)) return;
  event.waitUntil(clients.matchAll({ type: "window", includeUncontrolled: true }).then(found => {
    const open = found.find(client => plain(new URL(client.url)) === plain(url));
    return open ? open.focus() : clients.openWindow(url.href);
  }));
});

// The browser has changed its subscription by itself: the house must know the new one, with the key it was made with.
addEventListener("pushsubscriptionchange", event => {
  const options = event.oldSubscription?.options;
  if (!options) return;
  event.waitUntil((async () => {
    const made = event.newSubscription ?? await registration.pushManager.subscribe(options);
    const { endpoint, keys } = made.toJSON();
    const key = btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    await fetch(prefix + "/account/push/device/", { method: "POST", body: new URLSearchParams({ endpoint, ...keys, key }) });
  })());
});
