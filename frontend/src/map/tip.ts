/** The small leaf that names the place under the pointer, and the table row that lights up with it. */
import { type Place, valueWords } from "./data";
import { say } from "./words";

const GAP = 14;

export class Tip {
  #leaf = document.createElement("div");
  #shown: string | undefined;
  /** Called when a row of the table beside the map is pointed at: light its area up. */
  onRow: (code: string | undefined) => void = () => undefined;

  constructor(private stage: HTMLElement, private element: () => HTMLElement) {
    this.#leaf.className = "map__tip";
    this.#leaf.hidden = true;
    stage.append(this.#leaf);
    document.addEventListener("pointerover", (event) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>("tr[data-code]") : null;
      this.onRow(row?.dataset["code"]);
    });
  }

  get code(): string | undefined {
    return this.#shown;
  }

  /** Show a place at a point of the stage; with a link to open it where a finger pointed. */
  show(place: Place, show: "rate" | "number", x: number, y: number, withLink = false): void {
    if (this.#shown !== place.code) {
      const name = document.createElement("strong");
      name.textContent = place.name;
      const lines = [line(place.note || valueWords(place, show))];
      this.#leaf.replaceChildren(name, ...lines);
      if (withLink && place.url) this.#leaf.append(link(place));
      this.#leaf.classList.toggle("map__tip--pressed", withLink);
      this.#lightRow(place.code);
      this.#shown = place.code;
    }
    this.#leaf.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.#leaf;
    const left = x + GAP + width > this.stage.clientWidth ? x - GAP - width : x + GAP;
    const top = y + GAP + height > this.stage.clientHeight ? y - GAP - height : y + GAP;
    // Set through the object model: the policy forbids style attributes, not this.
    this.#leaf.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hide(): void {
    if (this.#shown === undefined) return;
    this.#shown = undefined;
    this.#leaf.hidden = true;
    this.#lightRow(undefined);
  }

  over(yes: boolean): void {
    this.element().classList.toggle("is-over", yes);
  }

  #lightRow(code: string | undefined): void {
    for (const row of document.querySelectorAll("tr.is-hot")) row.classList.remove("is-hot");
    if (code) document.querySelector(`tr[data-code="${CSS.escape(code)}"]`)?.classList.add("is-hot");
  }
}

function line(words: string): HTMLElement {
  const element = document.createElement("div");
  element.textContent = words;
  return element;
}

function link(place: Place): HTMLAnchorElement {
  const element = document.createElement("a");
  element.href = place.url ?? "";
  element.textContent = `${say("open", place.name)} →`;
  return element;
}
