/** Small behaviours of every page. Each page works without them. */

/** The user menu closes on Escape and on a click elsewhere. */
function closeMenus(event: Event): void {
  const escape = event instanceof KeyboardEvent && event.key === "Escape";
  if (event instanceof KeyboardEvent && !escape) return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!escape && event.target instanceof Node && menu.contains(event.target)) continue;
    menu.open = false;
    if (escape) menu.querySelector("summary")?.focus();
  }
}
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);

/** Paper shows everything: closed details open before printing and close again after. */
const openedToPrint = new Set<HTMLDetailsElement>();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")) {
    details.open = true;
    openedToPrint.add(details);
  }
});
addEventListener("afterprint", () => {
  for (const details of openedToPrint) details.open = false;
  openedToPrint.clear();
});

/** A swap replaces what was pressed: the keyboard must find itself on its successor, not on the body. */
const PRESSED = "main form button[name], main a.sort";
let pressed = -1;
document.addEventListener("htmx:beforeSwap", () => {
  const active = document.activeElement;
  pressed = active && !active.id ? [...document.querySelectorAll(PRESSED)].indexOf(active) : -1;
});
document.addEventListener("htmx:afterSettle", () => {
  if (pressed < 0 || document.activeElement !== document.body) return;
  document.querySelectorAll<HTMLElement>(PRESSED)[pressed]?.focus({ preventScroll: true });
});

/** Parts of other apps that a page brings in: the link inside is what there is without JavaScript. */
async function include(place: HTMLElement): Promise<void> {
  const answer = await fetch(place.dataset["include"] ?? "", { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  place.replaceWith(part.content);
}
for (const place of document.querySelectorAll<HTMLElement>("[data-include]")) {
  // Offline or refused: the link stays.
  include(place).catch(() => undefined);
}
