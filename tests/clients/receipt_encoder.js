'use strict';
// Lets receipt-printer-encoder make the bytes of receipts.
//
// In:  [{"options": {"printerModel": "epson-tm-t20iii"}, "acts": [["line", "text"], ...]}, ...]
// Out: the bytes of each as a hexadecimal string, in the same order.
// A picture is an argument {"dots": ["0110", ...]}, a row a string, 1 is black.

const fs = require('node:fs');
const ReceiptPrinterEncoder = require('@point-of-sale/receipt-printer-encoder');

function argument(value) {
  return value && value.dots ? picture(value.dots) : value;
}

function picture(rows) {
  const width = rows[0].length;
  const data = new Uint8ClampedArray(width * rows.length * 4);
  [...rows.join('')].forEach((dot, place) => {
    const shade = dot === '1' ? 0 : 255;
    data.set([shade, shade, shade, 255], place * 4);
  });
  return {width, height: rows.length, data};
}

function encoded({options, acts}) {
  const encoder = new ReceiptPrinterEncoder(options);
  for (const [name, ...values] of acts) {
    encoder[name](...values.map(argument));
  }
  return Buffer.from(encoder.encode()).toString('hex');
}

const receipts = JSON.parse(fs.readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(receipts.map(encoded)));
