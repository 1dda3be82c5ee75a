const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of bytes (RFC 4648, with padding). Core has no host that could do it. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    text += digits[group >> 18] + digits[(group >> 12) & 63];
    text += left > 1 ? digits[(group >> 6) & 63] : '=';
    text += left > 2 ? digits[group & 63] : '=';
  }
  return text;
}
