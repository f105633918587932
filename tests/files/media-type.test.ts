/** What a file is, by its bytes alone. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isInline } from '../../src/lib/domain/file-types.ts';
import { mediaTypeOfHead } from '../../src/lib/server/files/media-type.ts';
import { someBytes } from './support/bytes.ts';

const typeOf = (content: Uint8Array | string, isWhole = true) =>
  mediaTypeOfHead(typeof content === 'string' ? Buffer.from(content) : content, isWhole);

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test.each([
  ['a PNG', png, 'image/png'],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'image/jpeg'],
  ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00', 'latin1'), 'image/gif'],
  ['a WebP', Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1'), 'image/webp'],
  ['a PDF', '%PDF-1.7\n1 0 obj\n', 'application/pdf'],
  ['text', 'Guten Tag,\r\n\tschöne Grüße 👋\n', 'text/plain'],
  ['text with a mark of its order', '\ufeffHello', 'text/plain'],
  ['text that begins as a bitmap or a program would', 'BM and MZ are my initials', 'text/plain'],
  ['text with a sign of less', 'a < b, and <3', 'text/plain'],
])('%s may be shown', async (_what, content, expected) => {
  expect(await typeOf(content)).toBe(expected);
  expect(isInline(expected)).toBe(true);
});

describe('is never shown:', () => {
  test.each([
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['HTML after space', '\n\n   <HTML><body onload=alert(1)>'],
    ['HTML after a mark of its order', '\ufeff<html>'],
    ['HTML behind a text', 'Dear reader,\n<script>alert(1)</script>'],
    ['a picture tag behind a text', 'hello <img src=x onerror=alert(1)>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['SVG behind XML', '<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>'],
    ['XML', '<?xml version="1.0"?><a/>'],
    ['a shell script', '#!/bin/sh\nrm -rf /\n'],
    ['a program', Buffer.concat([Buffer.from('MZ'), someBytes(200)])],
    ['a bitmap', Buffer.concat([Buffer.from('BM'), someBytes(200)])],
    ['bytes', someBytes(1_000)],
    ['text that is no UTF-8', Buffer.from('Gr\xfc\xdfe', 'latin1')],
    ['text with a NUL', 'hello\0world'],
    ['HTML in UTF-16', Buffer.from('\ufeff<script>alert(1)</script>', 'utf16le')],
    ['a zip', Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), deflateSync(Buffer.from('x'))])],
    ['nothing', ''],
  ])('%s', async (_what, content) => {
    expect(isInline(await typeOf(content))).toBe(false);
  });
});

test('a head that ends within a letter is text; a whole file is not', async () => {
  const cut = Buffer.from('Grüße').subarray(0, 3);
  expect(await typeOf(cut, false)).toBe('text/plain');
  expect(await typeOf(cut, true)).toBe('application/octet-stream');
});
