// A prediction service as people have it, without a product around it: JSON rows in, a sum of their columns out. The gateway is put in front of it.
import http from 'node:http';

const server = http.createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
  const parts = [];
  req.on('data', (part) => parts.push(part));
  req.on('end', () => {
    try {
      const { rows } = JSON.parse(Buffer.concat(parts).toString());
      const predictions = rows.map((row) => Object.values(row).reduce((sum, value) => sum + value, 0));
      const body = JSON.stringify({ predictions });
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      res.end(body);
    } catch {
      res.writeHead(400, { 'content-type': 'application/json' });
      res.end('{"detail":"rows of numbers are wanted"}');
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));
