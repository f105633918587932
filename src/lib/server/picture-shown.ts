/**
 * Whether a browser shows the page that a picture is a part of: so a page tells something where no script does. Not when it
 * fetches ahead of a click, follows a link to the picture, or shows a page of another site; one that says nothing of this is
 * believed.
 */
export function isPictureShown(headers: Headers): boolean {
  const says = (name: string, usual: string) => headers.get(name) ?? usual;
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => says(name, '')).join();
  return (
    !/prefetch|prerender|preview/.test(purpose) &&
    says('sec-fetch-dest', 'image') === 'image' &&
    says('sec-fetch-site', 'same-origin') === 'same-origin'
  );
}
