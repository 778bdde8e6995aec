// What every script is told: where to send, with which key, how many events, and how to mark them.
export const url = process.env.HEADWATER_URL;
export const key = process.env.HEADWATER_KEY;
export const marks = Array.from({ length: Number(process.env.EVENTS) }, (_, i) => `${process.env.RUN}-${i}`);
