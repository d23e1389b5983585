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

/** The key / leads to the search from everywhere but a place where one types. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at instanceof HTMLElement && at.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector<HTMLInputElement>("#find");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

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

/** What a page answered that is not to be asked for again: its content in the place of this one's. */
function showInstead(page: string): void {
  const content = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  if (!content) return;
  document.querySelector("main")?.replaceWith(content);
  content.focus();
}

/** A large file takes a while to send: how far it is. Without this the browser sends the form as any other. */
function send(form: HTMLFormElement, told: HTMLElement): void {
  const bar = told.querySelector("progress");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (bar && event.lengthComputable) {
      bar.max = event.total;
      bar.value = event.loaded;
    }
  });
  // Cut off: sent the plain way, the browser says so itself.
  request.addEventListener("error", () => form.submit());
  request.addEventListener("load", () => {
    const next = request.getResponseHeader("HX-Redirect");
    if (next) location.assign(next);
    else showInstead(request.responseText);
  });
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("sends" in form.dataset)) return;
  const told = form.querySelector<HTMLElement>("[data-sending]");
  if (!told) return;
  event.preventDefault();
  told.hidden = false;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  send(form, told);
});

/** A form that shows something covered: only the named parts of the answer take the place of those here. */
async function showParts(form: HTMLFormElement, pressed: HTMLElement | null): Promise<void> {
  const said = new FormData(form);
  if (pressed instanceof HTMLButtonElement) said.append(pressed.name, pressed.value);
  const answer = await fetch(form.action, { method: "POST", body: said, redirect: "manual" });
  // Signed out, or asked what for: the browser sends the form itself and goes where it is led.
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of (form.dataset["parts"] ?? "").split(" ")) {
    const part = page.getElementById(id);
    const here = document.getElementById(id);
    if (!part || !here) continue;
    here.replaceWith(part);
    if (part.contains(document.activeElement)) continue;
    part.tabIndex = -1;
    if (document.activeElement === document.body) part.focus({ preventScroll: true });
  }
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("parts" in form.dataset)) return;
  event.preventDefault();
  const pressed = event.submitter;
  showParts(form, pressed).catch(() => {
    delete form.dataset["parts"];
    form.requestSubmit(pressed);
  });
});
