/** Runs a build of the application, named by its first argument, and answers each message with the processor time it has used. */
process.on('message', () => process.send?.(process.cpuUsage()));
await import(process.argv[2] ?? '');

export {};
