// A proxy that does nothing but hand calls on: what any process between a caller and a service adds on this machine.
import http from 'node:http';

const port = Number(process.argv[2]);
const agent = new http.Agent({ keepAlive: true });
const server = http.createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
  const { host: _, ...headers } = req.headers;
  const handed = http.request(
    { host: '127.0.0.1', port, path: req.url, method: req.method, headers, agent },
    (reply) => {
      res.writeHead(reply.statusCode, reply.headers);
      reply.pipe(res);
    },
  );
  handed.on('error', () => res.destroy());
  req.pipe(handed);
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));
