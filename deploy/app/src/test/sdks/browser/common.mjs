// What every script is told: where to send, with which key, how many events, and how to mark them.
const asked = new URLSearchParams(location.search);
export const url = asked.get('url');
export const key = asked.get('key');
export const marks = Array.from({ length: Number(asked.get('events')) }, (_, i) => `${asked.get('run')}-${i}`);
