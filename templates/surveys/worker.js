{# A service worker: lies beside the pages of an answer, which are all that it sees. #}// With the line gone these pages open from what offline.js laid by; with it nothing changes.
const AWAY = "{% url "surveys:away" %}";
const kept = async asked => (await caches.match(asked.mode === "navigate" ? AWAY : asked, { ignoreVary: true })) ?? Response.error();
addEventListener("fetch", event => {
  if (event.request.method === "GET") event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});
