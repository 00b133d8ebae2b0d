'use strict';
// Loaded before receiptio (node -r). It knows no port but 9100: the connection goes to the one in
// PRINTER_PORT instead. And it waits twelve seconds for a printer that says nothing: CLIENT_HASTE
// makes its seconds so many times shorter.

const net = require('node:net');

const haste = Number(process.env.CLIENT_HASTE || 1);
const port = Number(process.env.PRINTER_PORT);
const {connect} = net;
const timers = {setTimeout, setInterval};

net.connect = (asked, ...rest) => connect.call(net, asked === 9100 ? port : asked, ...rest);

for (const [name, start] of Object.entries(timers)) {
  globalThis[name] = (act, ms, ...rest) => start(act, ms / haste, ...rest);
}
