// Shows what has changed since the page was loaded. Without this script the page works the same, and is as old as its last request.
(() => {
  "use strict";
  const status = document.getElementById("live");
  if (!status || !("EventSource" in window))
    return;
  const retryAfter = 30_000;
  let isLoading = false, isStale = false;

  connect();
  document.addEventListener("visibilitychange", () => document.hidden || !isStale || refresh());

  function connect() {
    const source = new EventSource(status.dataset.events);
    source.addEventListener("watching", () => show("Live", true));
    source.addEventListener("changed", () => document.hidden ? isStale = true : refresh());
    source.addEventListener("busy", () => { source.close(); retry(); });
    source.addEventListener("error", () => {
      show("Not live", false);
      if (source.readyState === EventSource.CLOSED)
        retry();
    });
  }

  function retry() {
    setTimeout(connect, retryAfter);
  }

  async function refresh() {
    isStale = isLoading;
    if (isLoading)
      return;
    isLoading = true;
    try {
      const response = await fetch(location.href, { headers: { "X-Live-Update": "1" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!page.getElementById("live") && !page.getElementById("heading"))
        return location.reload();
      for (const part of document.querySelectorAll("[data-part]"))
        replace(part, page.getElementById(part.id));
      if (document.querySelectorAll("[data-part]").length !== page.querySelectorAll("[data-part]").length)
        adopt(page);
    } catch {
      show("Not live", false);
    } finally {
      isLoading = false;
    }
  }

  // A part in which somebody selects text or has the focus stays as it is, unless the focus can be given to the same element again.
  function replace(part, next) {
    if (!next || part.isEqualNode(next) || isSelected(part))
      return;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (focused && !focused.id && focused !== part)
      return;
    const scrolled = [...part.querySelectorAll("[tabindex]")].map(box => box.scrollLeft);
    part.replaceWith(document.adoptNode(next));
    next.querySelectorAll("[tabindex]").forEach((box, i) => box.scrollLeft = scrolled[i] ?? 0);
    if (focused)
      document.getElementById(focused.id)?.focus({ preventScroll: true });
  }

  // The page has more or fewer parts than before.
  function adopt(page) {
    const main = document.getElementById("content"), next = page.getElementById("content");
    if (next && !main.contains(document.activeElement) && !isSelected(main))
      main.replaceWith(document.adoptNode(next));
  }

  function isSelected(part) {
    const selection = getSelection();
    return selection && !selection.isCollapsed && selection.containsNode(part, true);
  }

  function show(text, isLive) {
    if (status.textContent !== text)
      status.textContent = text;
    status.classList.toggle("on", isLive);
  }
})();
