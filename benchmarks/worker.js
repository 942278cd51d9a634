// One engine for Node in a process of its own; the same orders as worker.py.
"use strict";
const fs = require("fs");
const path = require("path");
const readline = require("readline");

const [engine, work, folder] = process.argv.slice(2);
const file = path.join(folder, `${engine}-${work}.docx`);
const template = fs.readFileSync(file);
const contexts = JSON.parse(fs.readFileSync(path.join(folder, `contexts-${work}.json`), "utf8"));

const engines = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const parser = (tag) => ({
      get: (scope) =>
        tag === "." ? scope : tag.split(".").reduce((at, step) => (at == null ? at : at[step]), scope),
    });
    return async (values) => {
      const made = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true, parser });
      made.render(values);
      return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "docx-templates"() {
    const { createReport } = require("docx-templates");
    return async (data) => Buffer.from(await createReport({ template, data, cmdDelimiter: "+++", noSandbox: true }));
  },
  carbone() {
    const carbone = require("carbone");
    return (values) =>
      new Promise((made, failed) =>
        carbone.render(file, values, {}, (error, result) => (error ? failed(error) : made(result))));
  },
};

function spent() {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1000;
}

async function timed(fill, first, count) {
  const start = spent();
  for (let number = 0; number < count; number += 1) await fill(contexts[(first + number) % contexts.length]);
  return (spent() - start) / count;
}

async function main() {
  const fill = engines[engine]();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [order, ...rest] = line.trim().split(" ");
    if (order === "time") console.log(await timed(fill, Number(rest[0]), Number(rest[1])));
    else if (order === "write") {
      fs.writeFileSync(rest[0], await fill(contexts[1]));
      console.log("written");
    } else console.log(process.memoryUsage().rss / 2 ** 20);
  }
}

main();
