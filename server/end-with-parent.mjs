// Loaded before the pages' server: it ends when the supervisor is gone, also by kill -9.
if (process.channel) process.on('disconnect', () => process.exit(0));
