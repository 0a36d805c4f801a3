// What this device keeps of a person's practice, in one IndexedDB: drafts, waiting entries, and their choices.
//
// Every record has `for`, the mark of the person it belongs to. Several people may use one device: read only what is
// the owner's. Where the browser refuses (private browsing, no room left), each call rejects, and the caller says so.

const NAME = "hinge-coach";
const STORES = { drafts: "id", outbox: "id", settings: "name" };

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      const database = request.result;
      // Another tab deletes it (signing out): this one must not stand in the way, nor write on.
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      database.onclose = () => (opening = null);
      resolve(database);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  opening.catch(() => (opening = null));
  return opening;
}

// `strict`: told to be kept only once it has reached the disk. Seconds of a draft may be lost, answers may not.
async function within(name, mode, act, { strict = true } = {}) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: strict ? "strict" : "relaxed" });
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

function store(name) {
  return {
    get: (key) => within(name, "readonly", (rows) => rows.get(key)),
    all: () => within(name, "readonly", (rows) => rows.getAll()),
    put: (record, options) => within(name, "readwrite", (rows) => rows.put(record), options),
    remove: (key) => within(name, "readwrite", (rows) => rows.delete(key)),
  };
}

export const drafts = store("drafts");
export const outbox = store("outbox");
export const settings = store("settings");

// The mark of the client whose page this is; empty for visitors and for the trainer.
export function owner() {
  return document.body.dataset.for ?? "";
}

// A choice of this person on this device; undefined where none was made, or nothing can be kept.
export async function choice(name) {
  try {
    return (await settings.get(`${name} ${owner()}`))?.value;
  } catch {
    return undefined;
  }
}

export function choose(name, value) {
  return settings.put({ name: `${name} ${owner()}`, for: owner(), value });
}

const LAST_SENT = "last-sent";

export function lastSent() {
  return choice(LAST_SENT);
}

export function noteSending() {
  return choose(LAST_SENT, new Date().toISOString());
}

// Whether something was sent after this page was asked for, by the page before it or in another tab: then it may have
// been drawn without that.
export async function isBehind() {
  const sent = Date.parse((await lastSent()) ?? "");
  const now = Date.now();
  return now - performance.now() < sent && sent <= now; // a clock set back since makes no page old
}

// Whether this person has chosen to keep today's practice on this device.
export async function keeps() {
  return owner() !== "" && (await choice("keep")) === true;
}

// The owner leaves this device. Whether something of others still waits here, for when they are back.
export async function leave() {
  let others = false;
  for (const name of Object.keys(STORES)) {
    const rows = store(name);
    for (const record of await rows.all()) {
      if (record.for === owner()) await rows.remove(record[STORES[name]]);
      else if (name !== "settings") others = true;
    }
  }
  return others;
}

export async function wipe() {
  const database = await open().catch(() => null);
  database?.close();
  opening = null;
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = () => resolve(); // another tab closes it in a moment
  });
}
