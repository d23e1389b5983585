/**
 * Answering pairs by keyboard: a letter or an arrow presses the button or link that names it.
 *
 * Keys are told by their place on the board (S is ห on a Thai one). They can be switched off, for those
 * who dictate or whose hand slips; every button works without them.
 */
const KEPT = "samut-review-keys";
const toggle = document.querySelector<HTMLButtonElement>("[data-keys-toggle]");
const legends = document.querySelectorAll<HTMLElement>("[data-key] kbd");
let on = remembered() !== "off";

function remembered(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage is forbidden: the keys are on, and switching them off holds for this page
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(KEPT, value);
  } catch {
    // As above.
  }
}

function show(): void {
  for (const legend of legends) legend.hidden = !on;
  if (toggle) toggle.textContent = toggle.dataset[on ? "on" : "off"] ?? "";
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

function press(event: KeyboardEvent): void {
  if (!on || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  const named = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.code)}"]`);
  if (!named) return;
  event.preventDefault();
  named.click();
}

/** One answer is sent once: the second press of a key or a button waits for the next page. */
let sent = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
}
// Back from the cache of the browser: nothing is on its way any more.
addEventListener("pageshow", () => {
  sent = false;
});

if (toggle) {
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    on = !on;
    remember(on ? "on" : "off");
    show();
  });
}
document.addEventListener("keydown", press);
show();
