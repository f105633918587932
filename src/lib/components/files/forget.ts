/**
 * Forgets which uploads of this browser were broken off, names of files and all: whoever signs in next may be somebody else.
 * tus-js-client keeps them under keys that begin so.
 */
export function forgetUploads(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('tus::')) localStorage.removeItem(key);
  } catch {
    // If the browser has no storage, nothing is stored.
  }
}
