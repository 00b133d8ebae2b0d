'use strict';
// Lets node-thermal-printer do what standard input says, and writes what it answered.
//
// In:  {"type": "epson", "port": 9100, "width": 48, "characterSet": "CHINA",
//       "acts": [["println", "text"], ["execute"], ...]}
// Out: one entry for each act: null for nothing, bytes as a hexadecimal string, {"error": why}.
// A picture is an argument {"png": base64}.

const fs = require('node:fs');
const {ThermalPrinter} = require('node-thermal-printer');

function argument(value) {
  return value && value.png ? Buffer.from(value.png, 'base64') : value;
}

function answer(value) {
  return Buffer.isBuffer(value) ? value.toString('hex') : value ?? null;
}

async function main() {
  const {acts, port, ...settings} = JSON.parse(fs.readFileSync(0, 'utf8'));
  const printer = new ThermalPrinter({...settings, interface: `tcp://127.0.0.1:${port}`});
  const answers = [];
  for (const [name, ...values] of acts) {
    try {
      answers.push(answer(await printer[name](...values.map(argument))));
    } catch (error) {
      answers.push({error: error.message});
    }
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
