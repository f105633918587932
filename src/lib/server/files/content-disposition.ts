import { safeName } from '../../domain/safe-name';

/**
 * The header by which a browser names what it keeps (RFC 6266): `filename` in ASCII for old ones, `filename*` in UTF-8
 * (RFC 8187), which all others prefer.
 */
export function contentDisposition(disposition: 'inline' | 'attachment', name: string): string {
  const safe = safeName(name);
  // Taking letters apart may make signs that the name was free of.
  const ascii = safe
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]|[%"\\/:*?<>|]/gu, '_');
  // Characters that encodeURIComponent leaves and RFC 8187 does not allow.
  const utf8 = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
