/**
 * Passkeys: adding one, proving with one, signing in with one. A form with data-passkey asks the browser
 * before it is sent, and carries the answer in its field "credential".
 */
type Way = "add" | "prove" | "sign-in";

/** Options as the server writes them: bytes are base64url texts. */
interface CreationOptions extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: { id: string; type: "public-key" }[];
}
interface RequestOptions extends Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> {
  challenge: string;
  allowCredentials?: { id: string; type: "public-key" }[];
}

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function named(credentials: { id: string; type: "public-key" }[] | undefined): PublicKeyCredentialDescriptor[] {
  return (credentials ?? []).map((each) => ({ id: bytes(each.id), type: each.type }));
}

async function added(options: CreationOptions): Promise<object> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return told(credential, {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
  });
}

async function proven(options: RequestOptions): Promise<object> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return told(credential, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: text(response.userHandle),
  });
}

function told(credential: PublicKeyCredential, response: object): object {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form: HTMLFormElement): Promise<{ publicKey: unknown }> {
  const address = form.dataset["optionsUrl"];
  if (!address) return JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}");
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function ask(form: HTMLFormElement, way: Way): Promise<void> {
  const { publicKey } = await optionsOf(form);
  const credential = way === "add" ? added(publicKey as CreationOptions) : proven(publicKey as RequestOptions);
  const field = form.elements.namedItem("credential") as HTMLInputElement;
  field.value = JSON.stringify(await credential);
  form.submit();
}

/** A passkey belongs to a name: the bare number of a machine has none. */
const possible = "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(location.hostname);

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  const way = form.dataset["passkey"] as Way;
  const button = form.querySelector<HTMLButtonElement>("button");
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  const impossible = form.querySelector<HTMLElement>("[data-passkey-impossible]");
  // On the page for signing in the way is not offered where it does not lead anywhere.
  form.hidden = way === "sign-in" && !possible;
  if (!possible) {
    if (impossible) impossible.hidden = false;
    if (button) button.disabled = true;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (failed) failed.hidden = true;
    if (button) button.disabled = true;
    ask(form, way).catch(() => {
      if (failed) failed.hidden = false;
      if (button) button.disabled = false;
    });
  });
}
