// Walks a journal given as a JSON array of its rows on standard input: docs/journal-format.md.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const number = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const text = (value) => {
  if (value === null) return Buffer.from([0]);
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([Buffer.from([1]), number(bytes.length), bytes]);
};
const hash = (row) =>
  createHash("sha256")
    .update("lixiao journal 1", "ascii")
    .update(Buffer.concat([number(row.seq), number(row.at)]))
    .update(Buffer.concat([row.actor, row.kind, row.student_no, row.item, row.payload].map(text)))
    .update(Buffer.from(row.previous, "hex"))
    .digest("hex");

let last = { seq: 0, hash: "0".repeat(64) };
for (const row of JSON.parse(readFileSync(0, "utf8") || "[]")) {
  if (row.seq !== last.seq + 1 || row.previous !== last.hash || row.hash !== hash(row)) {
    console.log(`wrong at ${last.seq + 1}`);
    process.exit(1);
  }
  last = row;
}
console.log(`${last.seq} ${last.hash}`);
